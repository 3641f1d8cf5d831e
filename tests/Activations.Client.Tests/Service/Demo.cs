namespace Activations.Client.Tests.Service;

/// <summary>What the demo catalogue holds.</summary>
internal static class Demo
{
    public const string Organisation = "01J0DEM00RG000000000000001";
    public const string Hub = "01J0DEM0HVB000000000000001";
    public const string Connector = "01J0DEM0C0N000000000000001";

    /// <summary>An integration that needs neither connections nor variables.</summary>
    public const string Ping = "01J0DEM01NT000000000000003";

    /// <summary>An integration that needs both.</summary>
    public const string ContactsToMailer = "01J0DEM01NT000000000000001";

    /// <summary>A user who has activated nothing.</summary>
    public const string User = "second-user";
}
