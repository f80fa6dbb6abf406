"""Joint training of DiffusionAD's two subnets (Zhang et al. 2023) on brains with pseudo-anomalies.

Taught reconstruction, our extension: beside the published noise loss on unspoiled images, the guided one-step
reconstruction of every image is drawn towards the healthy image it was made from: it takes lesions away.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .architecture import NetworkSet
from .config import Config
from .device import current_device, mixed_precision
from .healthy import held_out_images, image_batch, load_pool
from .pseudo_anomaly import spoil
from .schedules import alpha_bar, timestep_embedding
from .sheets import rows_sheet
from .training_loop import run_training

SPOILED_SHARE = 0.55
HEALING = 3.0  # weight of the mean absolute error of the reconstruction, in the brain
LESS_NOISY, NOISIER, LAST = 300, 300, 1000


class OneStep(nn.Module):
    """Norm-guided one-step reconstruction around a noise-predicting network."""

    def __init__(self, network: nn.Module, embedding_dim: int) -> None:
        super().__init__()
        self.network = network
        self.abar = torch.from_numpy(alpha_bar()).float().to(current_device())
        embeddings = torch.from_numpy(timestep_embedding(range(len(self.abar)), embedding_dim))
        self.embeddings = embeddings.to(current_device())

    def forward(self, x: Tensor, tn: Tensor, ts: Tensor, w: float = 1.0) -> tuple[Tensor, Tensor]:
        """Reconstruct x [N, C, H, W] in -1..1.

        Returns
        -------
        losses : Tensor [N]
            Squared error of the noise at both scales.
        reconstruction : Tensor [N, C, H, W]
        """
        e1, e2 = torch.randn_like(x), torch.randn_like(x)
        n, s = self.abar[tn].view(-1, 1, 1, 1), self.abar[ts].view(-1, 1, 1, 1)
        xn, xs = n.sqrt() * x + (1 - n).sqrt() * e1, s.sqrt() * x + (1 - s).sqrt() * e2
        both = torch.cat([xn, xs]).to(memory_format=torch.channels_last)
        with mixed_precision():
            predicted = self.network(both, self.embeddings[torch.cat([tn, ts])])
        en, es = predicted.float().chunk(2)
        losses = ((en - e1) ** 2).mean((1, 2, 3)) + ((es - e2) ** 2).mean((1, 2, 3))
        x0s = ((xs - (1 - s).sqrt() * es) / s.sqrt()).clamp(-1, 1)
        guide = n.sqrt() * x0s + (1 - n).sqrt() * en
        guided = en - (1 - n).sqrt() * w * (guide - xn)
        return losses, ((xn - (1 - n).sqrt() * guided) / n.sqrt()).clamp(-1, 1)


def draw_timesteps(batch: int, less_noisy: int, noisier: int) -> tuple[Tensor, Tensor]:
    """t_n in [0, 300) and t_s in [300, 1000) as published, most of them near those of inference."""
    near = torch.rand(batch) < 0.85
    n_near = torch.randint(less_noisy // 2, less_noisy * 3 // 2, (batch,))
    s_near = torch.randint(noisier // 2, noisier * 3 // 2, (batch,))
    tn = torch.where(near, n_near, torch.randint(0, LESS_NOISY, (batch,)))
    ts = torch.where(near, s_near, torch.randint(NOISIER, LAST, (batch,)))
    return tn, ts


def segmentation_loss(logits: Tensor, target: Tensor) -> Tensor:
    """Cross-entropy + smooth L1 + half of soft Dice, [N, H, W].

    The published focal loss (gamma 4) hardly moves a network that has minutes instead of days: with
    gamma 2 it had learnt little more than intensity after 300 steps here.
    """
    p = torch.sigmoid(logits)
    dice = 1 - (2 * (p * target).sum() + 1) / (p.sum() + target.sum() + 1)
    return 2 * F.binary_cross_entropy_with_logits(logits, target) + F.smooth_l1_loss(p, target) + 0.5 * dice


def write_sheet(config: Config, one_step: OneStep, segmentation: nn.Module) -> None:
    """Held-out slices with pseudo-anomalies: input, truth, map, reconstruction."""
    u, masks = (torch.from_numpy(a[::19][:14]).to(current_device()) for a in held_out_images(config))
    torch.manual_seed(5)
    spoiled, target = spoil(u, masks, 0.7, config.dataset.channels)
    x = 2 * spoiled - 1
    with torch.no_grad():
        tn, ts = (torch.full((len(x),), t) for t in (config.t_less_noisy, config.t_noisier))
        _, r = one_step(x, tn, ts)
        p = torch.sigmoid(segmentation(torch.cat([x, r], 1)))[:, 0] * masks
    rows = [spoiled[:, 0], target, p, (r[:, 0] + 1) / 2]
    rows_sheet(config.cache / "diffusion-ad.png", [row.cpu().numpy() for row in rows])


def train(config: Config) -> None:
    """Both subnets with one optimiser."""
    torch.manual_seed(config.seed)
    networks = NetworkSet(config.architecture)
    segmentation = networks.segmentationSubnet
    one_step = OneStep(networks.reconstructionSubnet, config.architecture.embedding_dim)
    pool = load_pool(config)
    stage = config.diffusion_ad

    def step(number: int) -> tuple[Tensor, dict[str, float]]:
        # Every second step trains the segmentation subnet alone: it is the slower learner and costs less.
        joint = number % 2 == 0
        healthy, masks = image_batch(pool, stage.batch, config.rendered_share)
        spoiled, target = spoil(healthy, masks, SPOILED_SHARE, config.dataset.channels)
        x = 2 * spoiled - 1
        with torch.set_grad_enabled(joint):
            losses, r = one_step(x, *draw_timesteps(stage.batch, config.t_less_noisy, config.t_noisier))
        pair = torch.cat([x, r if config.see_reconstruction else x], 1)
        pair = pair.to(memory_format=torch.channels_last)
        with mixed_precision():
            logits = segmentation(pair)
        untouched = target.amax((1, 2)) == 0
        noise = losses[untouched].mean() if untouched.any() else losses.sum() * 0
        seg = segmentation_loss(logits[:, 0].float(), target)
        wrong = (r - 2 * healthy + 1).abs().mean(1)
        missed = (wrong * masks).sum() / masks.sum().clamp_min(1)
        healing = HEALING * missed if config.taught_reconstruction else 0 * missed
        with torch.no_grad():
            p = torch.sigmoid(logits[:, 0].float())
            figures = {
                "noise": float(noise),
                "segmentation": float(seg),
                "healthy L1": float(missed) / 2,
                "in": float((p * target).sum() / target.sum().clamp_min(1)),
                "out": float((p * masks * (1 - target)).sum() / (masks * (1 - target)).sum().clamp_min(1)),
            }
        return noise + seg + healing, figures

    trained = {"reconstructionSubnet": networks.reconstructionSubnet, "segmentationSubnet": segmentation}

    def sheet() -> None:
        write_sheet(config, one_step, segmentation)

    run_training(config, "diffusion-ad", stage, trained, step, sheet)
    sheet()
