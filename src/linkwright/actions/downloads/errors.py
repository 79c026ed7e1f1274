"""What can go wrong with the address of a file."""

from __future__ import annotations

from linkwright.errors import LinkwrightError


class DownloadGone(LinkwrightError):
    """There is no file at this address, or no longer."""

    code = "download_gone"
    status = 410
    hint = "Ask for a new address: run the action again with file_as: address."


class DownloadFailed(LinkwrightError):
    """The file cannot be had from its provider now."""

    code = "download_failed"
    status = 502
    hint = "Try again while the address works. The run log says what the provider answered."


class DownloadsOff(LinkwrightError):
    """This hub gives no addresses of files."""

    code = "downloads_off"
    status = 403
    hint = "Take the file itself: leave file_as out. Or set LINKWRIGHT_DOWNLOAD_LIFETIME to more than 0."
