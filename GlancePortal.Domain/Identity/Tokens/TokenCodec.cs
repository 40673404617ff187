using System.Buffers.Text;
using System.Text;

namespace GlancePortal.Domain.Identity;

/// <summary>The compact form of a token's content, before it is signed and encrypted.</summary>
internal static class TokenCodec
{
    private const byte Format = 1;

    public static byte[] Encode(Token token)
    {
        using var buffer = new MemoryStream(256);
        using var writer = new BinaryWriter(buffer, Encoding.UTF8);
        writer.Write(Format);
        WriteRef(writer, token.User);
        writer.Write7BitEncodedInt(token.UserVersion);
        writer.Write((byte)(token.Project is not null ? 1 : token.Domain is not null ? 2 : 0));
        if (token.Project is { } project)
        {
            WriteRef(writer, project);
            writer.Write7BitEncodedInt(token.ProjectVersion);
        }
        else if (token.Domain is { } domain)
        {
            WriteDomain(writer, domain);
        }

        WriteList(writer, token.Roles);
        WriteList(writer, token.Methods);
        writer.Write(Base64Url.DecodeFromChars(token.AuditId));
        WriteOptional(writer, token.ChainId);
        writer.Write(token.IssuedAt.UtcTicks);
        writer.Write(token.ExpiresAt.UtcTicks);
        WriteOptional(writer, token.ApplicationCredentialId);
        writer.Write(token.IsRestricted);
        writer.Flush();
        return buffer.ToArray();
    }

    /// <summary>The content; null when it is of another format, made by a later version of the program.</summary>
    public static Token? Decode(byte[] content)
    {
        using var reader = new BinaryReader(new MemoryStream(content), Encoding.UTF8);
        if (reader.ReadByte() != Format)
        {
            return null;
        }

        var (user, userVersion) = (ReadRef(reader), reader.Read7BitEncodedInt());
        NamedRef? project = null;
        DomainRef? domain = null;
        var projectVersion = 0;
        switch (reader.ReadByte())
        {
            case 1:
                (project, projectVersion) = (ReadRef(reader), reader.Read7BitEncodedInt());
                break;
            case 2:
                domain = ReadDomain(reader);
                break;
        }

        return new Token
        {
            User = user,
            UserVersion = userVersion,
            Project = project,
            ProjectVersion = projectVersion,
            Domain = domain,
            Roles = ReadList(reader),
            Methods = ReadList(reader),
            AuditId = Base64Url.EncodeToString(reader.ReadBytes(16)),
            ChainId = ReadOptional(reader),
            IssuedAt = new DateTimeOffset(reader.ReadInt64(), TimeSpan.Zero),
            ExpiresAt = new DateTimeOffset(reader.ReadInt64(), TimeSpan.Zero),
            ApplicationCredentialId = ReadOptional(reader),
            IsRestricted = reader.ReadBoolean(),
        };
    }

    private static void WriteRef(BinaryWriter writer, NamedRef item)
    {
        WriteId(writer, item.Id);
        writer.Write(item.Name);
        WriteDomain(writer, item.Domain);
    }

    private static NamedRef ReadRef(BinaryReader reader) => new(ReadId(reader), reader.ReadString(), ReadDomain(reader));

    private static void WriteDomain(BinaryWriter writer, DomainRef domain)
    {
        WriteId(writer, domain.Id);
        writer.Write(domain.Name);
    }

    private static DomainRef ReadDomain(BinaryReader reader) => new(ReadId(reader), reader.ReadString());

    // Most ids are 32 hex digits: half their length as bytes. The others keep their text.
    private static void WriteId(BinaryWriter writer, string id)
    {
        var compact = id.Length == 32 && id.All(char.IsAsciiHexDigitLower);
        writer.Write(compact);
        if (compact)
        {
            writer.Write(Convert.FromHexString(id));
        }
        else
        {
            writer.Write(id);
        }
    }

    private static string ReadId(BinaryReader reader) =>
        reader.ReadBoolean() ? Convert.ToHexStringLower(reader.ReadBytes(16)) : reader.ReadString();

    private static void WriteOptional(BinaryWriter writer, string? text) => writer.Write(text ?? "");

    private static string? ReadOptional(BinaryReader reader) => reader.ReadString() is { Length: > 0 } text ? text : null;

    private static void WriteList(BinaryWriter writer, IReadOnlyList<string> list)
    {
        writer.Write7BitEncodedInt(list.Count);
        foreach (var item in list)
        {
            writer.Write(item);
        }
    }

    private static string[] ReadList(BinaryReader reader)
    {
        var list = new string[reader.Read7BitEncodedInt()];
        for (var i = 0; i < list.Length; i++)
        {
            list[i] = reader.ReadString();
        }

        return list;
    }
}
