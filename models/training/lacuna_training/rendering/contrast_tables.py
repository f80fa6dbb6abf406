"""Signal of each tissue per contrast: (mean, spread of the mean between draws, coarse texture, fine texture).

The unit is that of FLAIR with white matter near 0.4. The means were set by eye beside clinical series; what
matters to the models is the ordering and the range of the draws.
"""

from __future__ import annotations

from .tissues import Tissue as T

Row = tuple[float, float, float, float]

FLAIR: dict[T, Row] = {
    T.AIR: (0.0, 0.0, 0.0, 0.0),
    T.WHITE_MATTER: (0.385, 0.010, 0.012, 0.008),
    T.GREY_MATTER: (0.500, 0.020, 0.014, 0.014),
    T.CSF: (0.075, 0.025, 0.025, 0.015),
    T.VENTRICLE: (0.060, 0.015, 0.008, 0.004),
    T.CEREBELLAR_WHITE: (0.400, 0.015, 0.012, 0.008),
    T.CEREBELLAR_GREY: (0.465, 0.020, 0.014, 0.014),
    T.THALAMUS: (0.435, 0.015, 0.014, 0.010),
    T.CAUDATE: (0.470, 0.018, 0.008, 0.008),
    T.PUTAMEN: (0.465, 0.018, 0.010, 0.008),
    T.PALLIDUM: (0.385, 0.020, 0.012, 0.008),
    T.BRAINSTEM: (0.420, 0.015, 0.018, 0.010),
    T.HIPPOCAMPUS: (0.505, 0.020, 0.010, 0.010),
    T.VENTRAL_DIENCEPHALON: (0.420, 0.020, 0.016, 0.010),
    T.CHOROID_PLEXUS: (0.40, 0.060, 0.060, 0.040),
    T.VENTRICULAR_RIM: (0.470, 0.030, 0.040, 0.010),
    T.WHITE_PATCH: (0.450, 0.020, 0.020, 0.010),
    T.ARTERY: (0.070, 0.030, 0.020, 0.010),
    T.SINUS: (0.150, 0.060, 0.050, 0.020),
    T.EYE: (0.075, 0.020, 0.005, 0.004),
    T.LENS: (0.260, 0.040, 0.010, 0.010),
    T.EYE_MUSCLE: (0.430, 0.040, 0.020, 0.020),
    T.OPTIC_NERVE: (0.420, 0.030, 0.015, 0.015),
    T.MUCOSA: (0.550, 0.080, 0.120, 0.060),
    T.SKIN: (0.420, 0.060, 0.040, 0.030),
    T.FAT: (0.820, 0.070, 0.080, 0.070),
    T.MUSCLE: (0.270, 0.040, 0.045, 0.040),
    T.COMPACT_BONE: (0.070, 0.020, 0.015, 0.015),
    T.SPONGY_BONE: (0.330, 0.090, 0.090, 0.050),
    T.CORD: (0.420, 0.015, 0.012, 0.010),
    T.DURA: (0.300, 0.040, 0.020, 0.020),
}

T1: dict[T, Row] = {
    T.AIR: (0.0, 0.0, 0.0, 0.0),
    T.WHITE_MATTER: (0.400, 0.012, 0.010, 0.007),
    T.GREY_MATTER: (0.280, 0.018, 0.012, 0.010),
    T.CSF: (0.110, 0.020, 0.015, 0.010),
    T.VENTRICLE: (0.100, 0.018, 0.006, 0.004),
    T.CEREBELLAR_WHITE: (0.390, 0.015, 0.012, 0.008),
    T.CEREBELLAR_GREY: (0.290, 0.018, 0.012, 0.010),
    T.THALAMUS: (0.350, 0.015, 0.014, 0.008),
    T.CAUDATE: (0.310, 0.015, 0.008, 0.006),
    T.PUTAMEN: (0.320, 0.015, 0.008, 0.006),
    T.PALLIDUM: (0.365, 0.015, 0.010, 0.006),
    T.BRAINSTEM: (0.380, 0.014, 0.016, 0.008),
    T.HIPPOCAMPUS: (0.300, 0.018, 0.010, 0.008),
    T.VENTRAL_DIENCEPHALON: (0.365, 0.018, 0.014, 0.008),
    T.CHOROID_PLEXUS: (0.240, 0.040, 0.040, 0.030),
    T.VENTRICULAR_RIM: (0.375, 0.015, 0.015, 0.008),
    T.WHITE_PATCH: (0.340, 0.025, 0.015, 0.008),
    T.ARTERY: (0.200, 0.100, 0.040, 0.020),
    T.SINUS: (0.220, 0.070, 0.040, 0.020),
    T.EYE: (0.120, 0.020, 0.005, 0.004),
    T.LENS: (0.280, 0.040, 0.010, 0.010),
    T.EYE_MUSCLE: (0.290, 0.030, 0.020, 0.015),
    T.OPTIC_NERVE: (0.340, 0.025, 0.012, 0.012),
    T.MUCOSA: (0.300, 0.050, 0.050, 0.030),
    T.SKIN: (0.380, 0.060, 0.040, 0.030),
    T.FAT: (0.760, 0.080, 0.070, 0.060),
    T.MUSCLE: (0.260, 0.030, 0.035, 0.030),
    T.COMPACT_BONE: (0.050, 0.018, 0.012, 0.012),
    T.SPONGY_BONE: (0.450, 0.120, 0.110, 0.050),
    T.CORD: (0.370, 0.015, 0.012, 0.008),
    T.DURA: (0.200, 0.030, 0.015, 0.015),
}

#: What gadolinium changes: vessels, sinuses, choroid plexus, dura, mucosa and muscles take it up.
T1CE: dict[T, Row] = {
    **T1,
    T.GREY_MATTER: (0.295, 0.018, 0.016, 0.020),
    T.CEREBELLAR_GREY: (0.300, 0.018, 0.014, 0.016),
    T.CHOROID_PLEXUS: (0.720, 0.100, 0.080, 0.060),
    T.ARTERY: (0.650, 0.180, 0.060, 0.040),
    T.SINUS: (0.820, 0.120, 0.060, 0.040),
    T.EYE_MUSCLE: (0.520, 0.060, 0.030, 0.025),
    T.MUCOSA: (0.720, 0.100, 0.100, 0.060),
    T.MUSCLE: (0.320, 0.040, 0.040, 0.035),
    T.SKIN: (0.480, 0.070, 0.040, 0.030),
    T.DURA: (0.450, 0.090, 0.040, 0.030),
}

T2: dict[T, Row] = {
    T.AIR: (0.0, 0.0, 0.0, 0.0),
    T.WHITE_MATTER: (0.360, 0.012, 0.012, 0.010),
    T.GREY_MATTER: (0.500, 0.022, 0.016, 0.014),
    T.CSF: (1.050, 0.080, 0.080, 0.040),
    T.VENTRICLE: (1.150, 0.060, 0.030, 0.010),
    T.CEREBELLAR_WHITE: (0.390, 0.015, 0.014, 0.010),
    T.CEREBELLAR_GREY: (0.480, 0.022, 0.016, 0.014),
    T.THALAMUS: (0.410, 0.015, 0.014, 0.010),
    T.CAUDATE: (0.445, 0.018, 0.008, 0.008),
    T.PUTAMEN: (0.405, 0.020, 0.012, 0.010),
    T.PALLIDUM: (0.290, 0.030, 0.014, 0.010),
    T.BRAINSTEM: (0.390, 0.018, 0.018, 0.012),
    T.HIPPOCAMPUS: (0.530, 0.022, 0.012, 0.010),
    T.VENTRAL_DIENCEPHALON: (0.370, 0.025, 0.018, 0.012),
    T.CHOROID_PLEXUS: (0.80, 0.100, 0.080, 0.060),
    T.VENTRICULAR_RIM: (0.410, 0.025, 0.025, 0.010),
    T.WHITE_PATCH: (0.480, 0.040, 0.020, 0.012),
    T.ARTERY: (0.060, 0.030, 0.020, 0.010),
    T.SINUS: (0.130, 0.080, 0.060, 0.020),
    T.EYE: (1.150, 0.090, 0.015, 0.008),
    T.LENS: (0.180, 0.040, 0.010, 0.010),
    T.EYE_MUSCLE: (0.300, 0.040, 0.020, 0.015),
    T.OPTIC_NERVE: (0.400, 0.040, 0.020, 0.015),
    T.MUCOSA: (0.800, 0.120, 0.150, 0.080),
    T.SKIN: (0.300, 0.060, 0.040, 0.030),
    T.FAT: (0.680, 0.100, 0.080, 0.060),
    T.MUSCLE: (0.170, 0.030, 0.035, 0.030),
    T.COMPACT_BONE: (0.050, 0.018, 0.012, 0.012),
    T.SPONGY_BONE: (0.300, 0.090, 0.090, 0.050),
    T.CORD: (0.380, 0.020, 0.014, 0.012),
    T.DURA: (0.130, 0.030, 0.015, 0.015),
}

TABLES: dict[str, dict[T, Row]] = {"flair": FLAIR, "t1": T1, "t1ce": T1CE, "t2": T2}

#: What pia and small vessels add to the CSF right at the cortex: range of the draw.
PIAL: dict[str, tuple[float, float]] = {
    "flair": (0.12, 0.34),
    "t1": (0.04, 0.14),
    "t1ce": (0.10, 0.34),
    "t2": (-0.40, -0.10),
}
