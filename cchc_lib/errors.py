"""The few exceptions an operator must act on; everything else is a finding or a bug."""


class CchcError(Exception):
    """Something the operator must act on: what is wrong, where, and what to do.

    Messages are Vietnamese, one paragraph, and end with the next step.
    """

    exit_status = 2


class ConfigError(CchcError):
    """`cchc.toml` or a maintained file (registry, review) can't be used as it is."""


class WorkspaceError(CchcError):
    """The workspace is missing, incomplete, of the wrong kind, or locked."""


class PlanError(CchcError):
    """The plan file is missing, can't be opened, or needs a program that is missing."""


class NotAPlanError(CchcError):
    """A document that was given as the plan is something else, damaged, locked or too large."""

    exit_status = 1


class NotReviewedError(CchcError):
    """Tasks of the plan were read with too little confidence to ask agencies for their figures."""

    exit_status = 1


class ParameterError(CchcError):
    """A command or a notebook was given a value it can't work with."""


class UnsafeFileError(CchcError):
    """A received file goes beyond the limits; the receiver quarantines it with this reason."""

    exit_status = 1


class NotebookError(CchcError):
    """A report notebook failed; the executed notebook was written before this was raised."""

    exit_status = 1


class LockedError(CchcError):
    """Another run holds the workspace, or the machine refused a write; nothing was changed."""

    exit_status = 3
