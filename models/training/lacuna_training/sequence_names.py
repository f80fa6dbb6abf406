"""MR sequences by the names that data sets give their files."""

from __future__ import annotations

import re

SEGMENTATION = "seg"
#: Words of file names; a later word of the name decides before an earlier one.
_WORDS: dict[str, str] = {
    "flair": "flair", "t2f": "flair", "flairw": "flair",
    "t1ce": "t1ce", "t1c": "t1ce", "t1gd": "t1ce", "t1post": "t1ce", "ct1": "t1ce", "t1wce": "t1ce",
    "t1": "t1", "t1n": "t1", "t1w": "t1",
    "t2": "t2", "t2w": "t2",
    "pd": "pd", "pdw": "pd",
    "seg": SEGMENTATION, "segm": SEGMENTATION, "segmentation": SEGMENTATION,
}  # fmt: skip
_OTHER_MASKS = {"mask", "brainmask", "label", "labels", "dseg"}
_CONTRAST_MEDIUM = {"ce", "gd", "gadolinium", "post", "contrast"}


def stem(file_name: str) -> str:
    """Name without `.nii` or `.nii.gz`."""
    return re.sub(r"\.nii(\.gz)?$", "", file_name, flags=re.IGNORECASE)


def words(file_name: str) -> list[str]:
    """Lower-case words of a name, cut at `_`, `-`, `.` and spaces."""
    return [w for w in re.split(r"[_\-. ]+", stem(file_name).lower()) if w]


def sequence_of(file_name: str) -> str | None:
    """`flair`, `t1`, `t1ce`, `t2`, `pd` or `seg`; `mask` for other masks; None where the name says nothing.

    BraTS 2018 to 2021 (`_t1ce.nii.gz`), BraTS 2023 (`-t1c`, `-t1n`, `-t2f`, `-t2w`) and BIDS (`_FLAIR`,
    `_T1w`, `_ce-gadolinium_T1w`) are understood.
    """
    found = words(file_name)
    if _OTHER_MASKS & set(found):
        return "mask"
    for word in reversed(found):
        name = _WORDS.get(word)
        if name == "t1" and _CONTRAST_MEDIUM & set(found):
            return "t1ce"
        if name == "t2" and "flair" in found:
            return "flair"
        if name:
            return name
    return None


def without_sequence(file_name: str) -> str:
    """The subject's part of a name: without the word of its sequence and all after it."""
    kept = stem(file_name)
    for word in re.findall(r"[^_\-. ]+", kept)[::-1]:
        if word.lower() in _WORDS or word.lower() in _CONTRAST_MEDIUM:
            kept = kept[: kept.rindex(word)].rstrip("_-. ")
    return kept or stem(file_name)


def patient_of(subject: str) -> str:
    """Patient of a subject: sessions (`sub-01/ses-2`) and BraTS time points (`...-00012-001`) are one."""
    brats = re.fullmatch(r"(.*BraTS-[A-Z]+-\d{5})-\d{3}", subject)
    if brats:
        return brats[1]
    return re.split(r"[/_](?=ses-)", subject)[0]
