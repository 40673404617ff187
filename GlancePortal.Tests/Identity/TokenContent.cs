using System.Diagnostics;
using GlancePortal.Domain.Identity;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace GlancePortal.Tests.Identity;

[Trait("Suite", "unit")]
public sealed class TokenContent
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly FakeTimeProvider _time = new(Now);
    private readonly Revocations _revocations;
    private readonly Tokens _tokens;

    public TokenContent()
    {
        _revocations = new Revocations(_time, Options.Create(new PortalIdentityOptions()));
        _tokens = new Tokens(new EphemeralDataProtectionProvider(), _revocations, _time);
    }

    public static TheoryData<Token> Kinds =>
    [
        New(),
        New(project: new NamedRef("not hex", "项目", new DomainRef("lab", "Lab"))),
        New(domain: new DomainRef("default", "Default")),
        New(credential: "0123456789abcdef0123456789abcdef"),
    ];

    [Theory]
    [MemberData(nameof(Kinds), DisableDiscoveryEnumeration = true)]
    public void What_is_written_is_read(Token token)
    {
        var read = TokenCodec.Decode(TokenCodec.Encode(token))!;

        Assert.Equal(
            (token.User, token.UserVersion, token.Project, token.ProjectVersion, token.Domain, token.AuditId, token.ChainId),
            (read.User, read.UserVersion, read.Project, read.ProjectVersion, read.Domain, read.AuditId, read.ChainId));
        Assert.Equal(
            (token.IssuedAt, token.ExpiresAt, token.ApplicationCredentialId, token.IsRestricted),
            (read.IssuedAt, read.ExpiresAt, read.ApplicationCredentialId, read.IsRestricted));
        Assert.Equal(token.Roles, read.Roles);
        Assert.Equal(token.Methods, read.Methods);
    }

    [Fact]
    public void A_token_changed_in_any_character_is_none()
    {
        var text = _tokens.Write(New());
        Assert.NotNull(_tokens.Read(text));

        for (var i = 0; i < text.Length; i++)
        {
            // The last character may carry bits that mean nothing.
            var changed = text[..i] + (text[i] == 'A' ? 'Q' : 'A') + text[(i + 1)..];
            Assert.Null(_tokens.Read(changed));
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("gAAAAABnot-ours_")]
    [InlineData("ünïcode")]
    public void Rubbish_is_no_token(string? text) => Assert.Null(_tokens.Read(text));

    [Fact]
    public void Text_of_any_length_is_no_token()
    {
        Assert.Null(_tokens.Read(new string('A', 5_000)));
        Assert.Null(_tokens.Read(new string('界', 3_000)));
    }

    [Fact]
    public void It_ends_when_it_says()
    {
        var text = _tokens.Write(New());
        _time.Advance(TimeSpan.FromHours(1) - TimeSpan.FromTicks(1));
        Assert.NotNull(_tokens.Read(text));
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.Null(_tokens.Read(text));
    }

    [Fact]
    public void A_revocation_covers_lower_numbers_only()
    {
        var (old, young) = (_tokens.Write(New(version: 3)), _tokens.Write(New(version: 4)));
        _revocations.Apply(_revocations.Of($"user:{New().User.Id}", minimumVersion: 4));
        _revocations.Apply(_revocations.Of($"user:{New().User.Id}", minimumVersion: 2));

        Assert.Null(_tokens.Read(old));
        Assert.NotNull(_tokens.Read(young));
    }

    // A show must be answered 5,000 times a second; its check of the token may not be what limits it.
    [Fact]
    public void A_known_token_is_checked_in_microseconds()
    {
        const int Checks = 20_000;
        var text = _tokens.Write(New());
        for (var i = 0; i < Checks; i++)
        {
            _tokens.Read(text);
        }

        var best = Enumerable.Range(0, 10).Min(_ =>
        {
            var watch = Stopwatch.GetTimestamp();
            for (var i = 0; i < Checks / 10; i++)
            {
                _tokens.Read(text);
            }

            return Stopwatch.GetElapsedTime(watch) / (Checks / 10);
        });

        Assert.True(best < TimeSpan.FromMicroseconds(20), $"{best.TotalMicroseconds:0.0} µs");
    }

    [Fact]
    public void Of_very_many_tokens_the_latest_stay_known_and_the_memory_bounded()
    {
        var cache = new BoundedCache<int, int>(capacity: 100);
        for (var i = 0; i < 10_000; i++)
        {
            cache.Set(i, i);
        }

        Assert.All(Enumerable.Range(9_900, 100), i => Assert.True(cache.TryGet(i, out var value) && value == i));
        Assert.InRange(Enumerable.Range(0, 10_000).Count(i => cache.TryGet(i, out _)), 100, 200);
    }

    private static Token New(NamedRef? project = null, DomainRef? domain = null, string? credential = null, int version = 3) => new()
    {
        User = new NamedRef("a11ce000000000000000000000000003", "alice", new DomainRef("default", "Default")),
        UserVersion = version,
        Project = project,
        ProjectVersion = project is null ? 0 : 300,
        Domain = domain,
        Roles = ["member", "auditor"],
        Methods = ["password", "token"],
        AuditId = "AAECAwQFBgcICQoLDA0ODw",
        ChainId = credential is null ? null : "EAECAwQFBgcICQoLDA0ODw",
        IssuedAt = Now,
        ExpiresAt = Now + TimeSpan.FromHours(1),
        ApplicationCredentialId = credential,
        IsRestricted = credential is not null,
    };
}
