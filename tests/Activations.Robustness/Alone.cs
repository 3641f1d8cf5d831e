namespace Activations.Robustness;

/// <summary>Tests that measure, beside which no others run.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
