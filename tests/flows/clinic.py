"""A clinic's own content folder: three exercises and one sign, copied from ours."""

import shutil
from pathlib import Path

from tests.flows.program import ROOT

CONTENT = ROOT / "content"
EXERCISES = ("lunge", "floor-bridge", "leg-swing")
SIGN = "breathing-and-fatigue"
ROUTINE = """\
weeks:
  - dose: {strength: {sets: [1, 1]}}
    days:
      - {exercise: leg-swing}
      - {exercise: floor-bridge}
      - {exercise: lunge}
      - {exercise: leg-swing}
      - {exercise: floor-bridge}
      - {exercise: lunge}
      - {rest: true}
loop:
  - {exercise: floor-bridge}
  - {exercise: lunge}
stand_ins: {}
extra_hold: 30
extra_exercise: lunge
rest_exercise: leg-swing
"""


def clinic(folder: Path) -> Path:
    """Write the folder and return it."""
    for name in ("anatomy", "safety"):
        shutil.copytree(CONTENT / name, folder / name)
    for slug in EXERCISES:
        shutil.copytree(CONTENT / "exercises" / slug, folder / "exercises" / slug)
    shutil.copytree(CONTENT / "signs" / SIGN, folder / "signs" / SIGN)
    shutil.copy(CONTENT / "signs" / "en.yaml", folder / "signs")
    sheet = folder / "signs" / SIGN / "sign.yaml"
    lines = sheet.read_text(encoding="utf-8").splitlines(keepends=True)
    sheet.write_text("".join(line for line in lines if not line.startswith("leave:")))
    (folder / "routine.yaml").write_text(ROUTINE, encoding="utf-8")
    return folder
