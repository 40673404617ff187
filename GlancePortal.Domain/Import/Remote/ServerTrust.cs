using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace GlancePortal.Domain.Import.Remote;

/// <summary>A server's certificate, for people to look at.</summary>
/// <param name="Subject">Whom it names.</param>
/// <param name="Issuer">Who vouches for it.</param>
/// <param name="ValidUntil">When it ends.</param>
public sealed record RemoteCertificate(string Subject, string Issuer, DateTimeOffset ValidUntil);

/// <summary>Which certificates of servers are accepted: those of the system's authorities, and of the operator's.</summary>
internal sealed class ServerTrust
{
    private static readonly Oid ServerAuthentication = new("1.3.6.1.5.5.7.3.1");
    private readonly X509Certificate2Collection? _authorities;

    /// <param name="caFile">PEM file of further authorities; null when there is none.</param>
    public ServerTrust(string? caFile) => _authorities = caFile is null ? null : ReadAuthorities(caFile);

    /// <summary>The certificate that the server showed last; null before there was one.</summary>
    public RemoteCertificate? Seen { get; private set; }

    /// <summary>Why the last one was not accepted; null when it was.</summary>
    public string? Fault { get; private set; }

    /// <summary>The certificates of a PEM file.</summary>
    public static X509Certificate2Collection ReadAuthorities(string file)
    {
        var read = new X509Certificate2Collection();
        read.ImportFromPemFile(file);
        return read;
    }

    /// <summary>How a connection is encrypted.</summary>
    public SslClientAuthenticationOptions Options() => new()
    {
        CertificateChainPolicy = Policy(),
        RemoteCertificateValidationCallback = (_, certificate, chain, errors) => Accept(certificate as X509Certificate2, chain, errors),
    };

    private bool Accept(X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is not null)
        {
            Seen = new RemoteCertificate(certificate.Subject, certificate.Issuer, certificate.NotAfter.ToUniversalTime());
        }

        Fault = errors == SslPolicyErrors.None || IsOfOperator(certificate, chain, errors) ? null : WhyNot(chain, errors);
        return Fault is null;
    }

    private bool IsOfOperator(X509Certificate2? certificate, X509Chain? presented, SslPolicyErrors errors)
    {
        if (_authorities is null || certificate is null || errors != SslPolicyErrors.RemoteCertificateChainErrors)
        {
            return false;
        }

        using var chain = new X509Chain { ChainPolicy = Policy() };
        chain.ChainPolicy.ApplicationPolicy.Add(ServerAuthentication);
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(_authorities);
        chain.ChainPolicy.ExtraStore.AddRange(presented?.ChainPolicy.ExtraStore ?? []);
        return chain.Build(certificate);
    }

    // What a certificate names as its issuer's or its list's address would be fetched past all rules.
    private static X509ChainPolicy Policy() => new() { DisableCertificateDownloads = true, RevocationMode = X509RevocationMode.NoCheck };

    private static string WhyNot(X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
        {
            return "it showed none";
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            return "it is for another name";
        }

        var found = chain?.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, one) => all | one.Status) ?? X509ChainStatusFlags.NoError;
        return found.HasFlag(X509ChainStatusFlags.NotTimeValid) ? "it has ended or is not valid yet" : "no authority that is trusted here vouches for it";
    }
}
