using System.Formats.Asn1;
using System.Net.Http.Json;
using System.Security.Cryptography;

namespace Activations.Robustness.Regressions;

/// <summary>
/// A public key on a curve that the platform does not know was a defect (500, INTERNAL): reading it throws what no other
/// damaged key throws.
/// </summary>
public sealed class UnknownCurveTests(DemoService demo) : IClassFixture<DemoService>
{
    [Theory]
    [InlineData("1.2.840.10045.3.105.7")] // no curve
    [InlineData("1.3.101.112")] // Ed25519 (RFC 8410), not a curve of this kind of key
    [InlineData("1.3.132.0.10")] // secp256k1
    public async Task A_key_on_another_curve_is_a_violation(string curve)
    {
        using var client = new HttpClient { BaseAddress = demo.Service.Rest };

        using var answer = await client.PostAsJsonAsync(
            new Uri("/hubs/01J0DEM0HVB000000000000001/signing-keys", UriKind.Relative),
            new { name = "website", publicKey = KeyOn(curve) },
            TestContext.Current.CancellationToken);

        Assert.Equal(400, (int)answer.StatusCode);
        Assert.Contains(
            "publicKey", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    /// <summary>A SubjectPublicKeyInfo (RFC 5480, section 2) with a point that was made on P-256.</summary>
    private static string KeyOn(string curve)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier("1.2.840.10045.2.1");
                writer.WriteObjectIdentifier(curve);
            }

            writer.WriteBitString([0x04, .. point.X!, .. point.Y!]);
        }

        return PemEncoding.WriteString("PUBLIC KEY", writer.Encode());
    }
}
