using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace GlancePortal.Tests.Api.V2.Fuzzing;

/// <summary>Texts and values that clients send by mistake or on purpose.</summary>
internal static class RandomTexts
{
    private static readonly string[] Odd =
    [
        "", " ", "a", "x86_64", "debian", "in:debian,\"a,b\"", "neq:1", "gte:2026-01-01", "lt:", "in:", "\0", "a\0b", "\u001f", "\u001e\u001f", "\ufffd", "é", "e\u0301",
        "ẞ", "中文", "😀", "%", "%25", "_", "'", "\"", "\\", "/", "~", "~0", "~1", "~2", "-", "-1", "0", "1", "9223372036854775807", "9223372036854775808", "1e400",
        "true", "True", "null", "2026-11-31T00:00:00Z", "2026-01-01T00:00:00+00:00", "0001-01-01T00:00:00Z", "99999-01-01", "b1c2d3e4-0000-4000-8000-000000000000",
        new('n', 255), new('n', 256), string.Concat(Enumerable.Repeat("😀", 128)), new('t', 70_000),
    ];

    // As text of JSON: also what no string of .NET can be written as.
    private static readonly string[] OddJson =
    [
        "null", "true", "false", "0", "-1", "1", "512", "2147483647", "2147483648", "9223372036854775808", "1.5", "1e2", "1e400", "-0", "{}", "[]", "[[]]",
        "{\"a\":{\"b\":[1]}}", "[null]", "[1]", "[\"a\",\"a\"]", "[\"\"]", "\"\\ud800\"", "\"\\udc00x\"", "[\"\\ud800\"]", "\"\\u0000\"",
        new string('[', 80) + new string(']', 80),
    ];

    public static readonly Gen<string> Text = Gen.OneOf(
        Gen.Elements(Odd.Where(text => text.Length < 300)),
        Gen.Frequency((20, Gen.Elements(Odd)), (80, Gen.Constant("plain"))),
        Gen.ArrayOf(Gen.Choose(1, 0x7ff).Select(code => (char)code), 6).Select(letters => new string(letters)));

    public static readonly Gen<string> Json = Gen.Frequency(
        (5, Text.Select(text => JsonSerializer.Serialize(text))),
        (3, Gen.Elements(OddJson)),
        (2, Gen.ArrayOf(Text, 3).Select(texts => JsonSerializer.Serialize(texts))));
}
