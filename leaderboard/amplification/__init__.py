"""What a workforce can add to what the brand's own account reaches, in numbers that can be checked.

The rule modules, in their order: ``curves`` (one reach curve), ``priors`` (what is taken for granted, and why),
``waterfall`` (closed form), ``grid`` (followers × participation), ``simulation`` (the same with its uncertainty),
``intervals`` (survey error) and ``scores`` (how good a forecast was).
"""

MODEL_VERSION = "1"
