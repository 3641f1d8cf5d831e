namespace Activations.JsonSchema.Tests.Formats;

/// <summary>Tricky cases of the formats that are asserted; those the official suite has run beside them where it is there.</summary>
public sealed class FormatTests
{
    private static readonly JsonSchemaOptions Asserting = new() { AssertFormat = true };

    [Theory]
    [InlineData("date-time", "1963-06-19T08:30:06.283185Z 1990-12-31T15:59:50.123-08:00 1963-06-19t08:30:06.283185z 2020-02-29T00:00:00Z")]
    [InlineData("date-time", "1998-12-31T23:59:60Z 1998-12-31T15:59:60.123-08:00 0000-02-29T00:00:00Z")]
    [InlineData("date", "1963-06-19 2020-02-29 2000-02-29 2020-12-31")]
    [InlineData("time", "08:30:06Z 08:30:06.283185z 23:59:60Z 01:29:60+01:30 23:29:60+23:30 15:59:60-08:00 00:29:60-23:30 00:00:00-00:00")]
    [InlineData("duration", "P4DT12H30M5S P4Y PT0S P0D P1M PT1M PT36H P1DT12H P2W P1Y2M3DT4H5M6S")]
    [InlineData("email", "joe.bloggs@example.com te~st@example.com ~test@example.com te.s.t@example.com joe.bloggs@[127.0.0.1] joe@[IPv6:::1] a@b")]
    [InlineData("hostname", "www.example.com xn--4gbwdl.xn--wgbh1c h0stn4me 1host host-name a.b xn--ll-0ea xn--wva3je xn--4dbc5h xn--k8j5u xn--11b2ezcw70k")]
    [InlineData("hostname", "xn--zca29lwxobi7a xn--qmbc xn--4dbc8h xn--bck0j xn--vek778f xn--ngba1o xn--0-gyc xn--11b2ezcs70k")]
    [InlineData("ipv4", "192.168.0.1 87.10.0.1 0.0.0.0 255.255.255.255")]
    [InlineData("ipv6", "::1 :: ::42:ff:1 d6:: 1:d6::42 1::d6:192.168.0.1 1:2::192.168.0.1 ::ffff:192.168.0.1 1:2:3:4:5:6:7:8 1:2:3:4:5:6:1.2.3.4")]
    [InlineData("uri", "http://foo.bar/?baz=qux#quux http://foo.com/blah_(wiki)_blah#cite-1 http://-.~_!$&'()*+,;=:%40:80%2f::::::@example.com")]
    [InlineData("uri", "ldap://[2001:db8::7]/c=GB?objectClass?one mailto:a@b.c tel:+1-816-555-1212 urn:oasis:names:x file:///a http://[v1.a:b]/ x:")]
    [InlineData("uri-reference", "/abc abc #fragment ?q //foo.bar/x ./a:b http://a/ a/b:c")]
    [InlineData("uuid", "2eb8aa08-aa98-11ea-b4aa-73b441d16380 2EB8AA08-AA98-11ea-B4Aa-73B441D16380 00000000-0000-0000-0000-000000000000")]
    [InlineData("json-pointer", "/foo/bar~0/baz~1/%a / /foo//bar /foo/bar/ /~01 /\u00e9")]
    [InlineData("regex", @"([abc])+\s+$ (?<a>x)\k<a> (?=a) \p{Script=Greek} [^\d-] ^\u{1F4A9}$ a{2,}")]
    public void A_text_of_a_format_is_valid(string format, string texts)
    {
        foreach (var text in texts.Split(' '))
            AssertVerdict(format, text, valid: true);
    }

    [Theory]
    [InlineData("date-time", "1998-12-31T23:59:61Z 1998-12-31T23:58:60Z 1998-12-31T22:59:60Z 1990-02-31T15:59:59.123-08:00 1990-12-31T15:59:59-24:00")]
    [InlineData("date-time", "1963-06-19T08:30:06.28123+01:00Z 2013-350T01:01:01 1963-6-19T08:30:06Z 1963-06-1\u09eaT00:00:00Z +11963-06-19T08:30:06Z 1963-06-19")]
    [InlineData("date-time", "2021-02-29T00:00:00Z 1963-06-19T24:00:00Z 1963-06-19T08:30:06 1963-06-19_08:30:06Z 1963-06-19T08:30:06.Z")]
    [InlineData("date", "2021-02-29 2020-13-01 2020-00-01 2020-04-31 20230328 2023-W13-2 2013-350 98-01-01 1963-06-1\u09ea 1998-1-20 1900-02-29")]
    [InlineData("time", "22:59:60Z 23:58:60Z 23:59:60+01:00 23:59:60-01:00 24:00:00Z 00:60:00Z 00:00:61Z 12:00:00 12:00:00.52 08:30:06PST 1:1:1Z")]
    [InlineData("time", "01:02:03+24:00 01:02:03+00:60 01:02:03Z+00:30 08:30:06-8:000 08:30:06+00:300 08:30:06#00:20 ab:cd:efZ 0\u09e68:30:06Z 08:30:06.Z")]
    [InlineData("duration", "PT1D 4DT12H P P1YT PT P2D1Y P1D2H P2S P1Y2W P\u09e8Y P1 p1D P1.5D -P1D P1Y2D PT1H2S")]
    [InlineData("email", "2962 .test@example.com test.@example.com te..st@example.com a@invalid=domain.com a@[127.0.0.300] a@b,c@d @b a@ a@-b a@b..c \"a@b")]
    [InlineData("hostname", "-a-host-name-that-starts-with-- not_a_valid_host_name -hostname hostname- _hostname . .example example. \u4f8b\uff0ecom a..b")]
    [InlineData("hostname", "xn--X xn--07jt112bpxg.xn--9t4b11yi5a xn--hello-txk xn--hello-zed xn--hello-6bf XN--aa---o47jg78q xn--chb89f xn--07jceefgh4c")]
    [InlineData("hostname", "xn--al-0ea xn--l-fda xn--la-0ea xn--l-gda xn--S-jib3p xn--wva3j xn--A-2hc5h xn--5db1e xn--A-2hc8h xn--5db3e xn--defabc-k64e xn--vek")]
    [InlineData("hostname", "xn--ngb6iyr xn--11b2er09f xn--02b508i aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("ipv4", "127.0.0.0.1 256.256.256.256 127.0 0x7f000001 2130706433 087.10.0.1 1\u09e87.0.0.1 192.168.1.0/24 1.2.3. 192.168.0.1\n")]
    [InlineData("ipv6", "12345:: 1:1:1:1:1:1:1:1:1 ::laptop :2:3:4:5:6:7:8 1:2:3:4:5:6:7: :2:3:4::8 1::d6::42 1::2:192.168.256.1 1:2:3:4:5:::8 1 127.0.0.1")]
    [InlineData("ipv6", "1:2:3:4:1.2.3 fe80::/64 fe80::a%eth1 100:100:100:100:100:100:255.255.255.255.255 1:2:3:4:5:6:7:\u09ea ::1.2.3.4:5 1:2:3:4:5:6:7:8::")]
    [InlineData("uri", "//foo.bar/?baz /abc \\\\WINDOWS\\fileshare abc :// bar,baz:foo https://[@example.org/ https://example.org/foobar\\.txt http://a/<> 1a:b")]
    [InlineData("uri", "http://a/{} http://a/^ http://a/` http://a/| http://a/%GG http://a/%2 http://[::1 http://a:b/ http://a/\u00e9 http://a#b#c")]
    [InlineData("uri-reference", "\\\\WINDOWS\\fileshare #frag\\ment /foobar\u00ae.txt 1a:b %")]
    [InlineData("uuid", "2eb8aa08-aa98-11ea-b4aa73b441d16380 2eb8aa08aa9811eab4aa73b441d16380 2eb8-aa08-aa98-11ea-b4aa73b44-1d16380 2eb8aa08-aa98-11ea-b4ga-73b441d16380")]
    [InlineData("json-pointer", "/foo/bar~ # #/ #a /~0~ /~2 /~-1 a 0 a/a /~~")]
    [InlineData("regex", @"^(abc] \a ^\S(|(.|\n)*\S)\Z a{2,1} * (?<a>x)(?<a>y) \k<b> \p{Nothing} [b-a] (?P<a>x) (?i) \u{110000} x{1 ]")]
    public void A_text_that_is_not_of_a_format_is_invalid(string format, string texts)
    {
        foreach (var text in texts.Split(' '))
            AssertVerdict(format, text, valid: false);
    }

    [Theory]
    [InlineData("email", "\"joe bloggs\"@example.com", true)]
    [InlineData("email", "\"joe..bloggs\"@example.com", true)]
    [InlineData("email", "\"joe@bloggs\"@example.com", true)]
    [InlineData("email", "\"Winston Smith\" <winston.smith@recdep.minitrue>", false)]
    [InlineData("email", "user1@oceania.org, user2@oceania.org", false)]
    [InlineData("uri", "http:// shouldfail.com", false)]
    [InlineData("date-time", "06/19/1963 08:30:06 PST", false)]
    [InlineData("ipv4", " 192.168.0.1", false)]
    [InlineData("ipv6", "::1 ", false)]
    [InlineData("hostname", "", false)]
    [InlineData("json-pointer", "", true)]
    [InlineData("uri-reference", "", true)]
    public void A_text_with_spaces_or_without_anything_gets_its_verdict(string format, string text, bool valid) =>
        AssertVerdict(format, text, valid);

    [Theory]
    [InlineData("idn-email")]
    [InlineData("iri")]
    [InlineData("relative-json-pointer")]
    [InlineData("made-up")]
    public void A_format_that_is_not_asserted_is_an_annotation(string format) => AssertVerdict(format, "\u0000 ?", valid: true);

    [Fact]
    public void Formats_are_annotations_by_default_and_ignore_what_is_no_text()
    {
        Json.AssertVerdict(Json.Compile("""{"format":"ipv4"}"""), "\"x\"", valid: true);
        Json.AssertVerdict(Json.Compile("""{"format":"ipv4"}""", Asserting), "12", valid: true);
    }

    private static void AssertVerdict(string format, string text, bool valid)
    {
        var validator = Json.Compile($$"""{"format":"{{format}}"}""", Asserting);
        var instance = System.Text.Json.JsonSerializer.SerializeToElement(text);

        Assert.True(validator.IsValid(instance) == valid, $"'{text}' should {(valid ? "" : "not ")}be a {format}.");
        Assert.Equal(valid, validator.Validate(instance).Count == 0);
    }
}
