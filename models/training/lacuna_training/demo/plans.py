"""What the two built-in studies contain."""

from __future__ import annotations

from dataclasses import dataclass

from ..rendering import Lesion


@dataclass(frozen=True)
class StudyPlan:
    """One synthetic study.

    Attributes
    ----------
    name : str
        Folder name, and the root of every UID.
    title : str
        What a person reads in the study list.
    letter : str
        Ends the patient's name and id.
    head, seed : int
        Label map and random seed.
    tilt_degrees : float
        Turn of the slices about the left-right axis.
    head_first : bool
        True numbers the instances from the crown down, False from the neck up.
    lesions : tuple of Lesion
    """

    name: str
    title: str
    letter: str
    head: int
    seed: int
    tilt_degrees: float
    head_first: bool
    lesions: tuple[Lesion, ...] = ()


_MASS = Lesion(
    centre=(-29.0, -33.0, 30.0),
    semi_axes_mm=(11.0, 15.0, 12.0),
    signal=0.70,
    inner_signal=0.47,
    oedema_mm=11.0,
    oedema_signal=0.60,
    irregularity=0.28,
    push_mm=4.0,
)
_PERIVENTRICULAR = Lesion(centre=(27.0, 17.0, 27.0), semi_axes_mm=(4.5, 6.0, 5.0), signal=0.64)

PLANS: tuple[StudyPlan, ...] = (
    StudyPlan(
        name="synthetic-a",
        title="Synthetic A: two artificial lesions",
        letter="A",
        head=17,
        seed=20260117,
        tilt_degrees=8.0,
        head_first=True,
        lesions=(_MASS, _PERIVENTRICULAR),
    ),
    StudyPlan(
        name="synthetic-b",
        title="Synthetic B: no lesion",
        letter="B",
        head=16,
        seed=20260116,
        tilt_degrees=-5.0,
        head_first=False,
    ),
)
