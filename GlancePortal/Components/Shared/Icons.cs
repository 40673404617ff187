using System.Collections.Frozen;

namespace GlancePortal.Components.Shared;

/// <summary>The shapes that <see cref="Icon"/> draws.</summary>
internal static class Icons
{
    public static readonly FrozenDictionary<string, string> Shapes = new Dictionary<string, string>
    {
        ["images"] = Path("M3 6.5 10 3l7 3.5-7 3.5zM3 10l7 3.5 7-3.5M3 13.5 10 17l7-3.5"),
        ["add"] = Path("M10 4v12M4 10h12"),
        ["menu"] = Path("M3.5 5.5h13M3.5 10h13M3.5 14.5h13"),
        ["more"] = """<circle cx="4.5" cy="10" r="1.1"/><circle cx="10" cy="10" r="1.1"/><circle cx="15.5" cy="10" r="1.1"/>""",
        ["down"] = Path("m5.5 8 4.5 4.5L14.5 8"),
        ["up"] = Path("m5.5 12 4.5-4.5 4.5 4.5"),
        ["left"] = Path("M12 5.5 7.5 10l4.5 4.5"),
        ["right"] = Path("m8 5.5 4.5 4.5L8 14.5"),
        ["user"] = """<circle cx="10" cy="7" r="3.2"/><path d="M3.8 16.6c.8-3 3.2-4.6 6.2-4.6s5.4 1.6 6.2 4.6"/>""",
        ["project"] = Path("M3 5.5h5l1.5 2H17v8H3z"),
        ["theme"] = """<circle cx="10" cy="10" r="6.5"/><path d="M10 3.5v13a6.5 6.5 0 0 0 0-13z" fill="currentColor"/>""",
        ["language"] = """<circle cx="10" cy="10" r="6.5"/><path d="M3.5 10h13M10 3.5c-4.5 4.2-4.5 8.8 0 13M10 3.5c4.5 4.2 4.5 8.8 0 13"/>""",
        ["exit"] = Path("M8 3.5H4v13h4M9 10h7.5M13.5 7l3 3-3 3"),
        ["search"] = """<circle cx="8.5" cy="8.5" r="5"/><path d="m12.3 12.3 4.2 4.2"/>""",
        ["close"] = Path("m5 5 10 10M15 5 5 15"),
        ["check"] = Path("m4 10.5 4 4 8-9"),
        ["copy"] = """<rect x="7" y="7" width="9.5" height="9.5" rx="1.5"/><path d="M13 7V4.5A1 1 0 0 0 12 3.5H4.5a1 1 0 0 0-1 1V12a1 1 0 0 0 1 1H7"/>""",
        ["download"] = Path("M10 3.5v9M6.2 9 10 12.8 13.8 9M3.5 16.5h13"),
        ["upload"] = Path("M10 13V4M6.2 7.8 10 4l3.8 3.8M3.5 16.5h13"),
        ["delete"] = Path("M3.5 5.5h13M8 5.5v-2h4v2M5 5.5l.8 11h8.4l.8-11M8.5 8.5v5M11.5 8.5v5"),
        ["edit"] = Path("M4 16l.7-3.4L13.3 4l2.7 2.7-8.6 8.6z"),
        ["lock"] = """<rect x="4.5" y="9" width="11" height="7.5" rx="1.5"/><path d="M7 9V6.5a3 3 0 0 1 6 0V9"/>""",
        ["jobs"] = Path("M3.5 5h2M8.5 5h8M3.5 10h2M8.5 10h8M3.5 15h2M8.5 15h8"),
        ["shield"] = Path("M10 3 16 5v4.5c0 3.6-2.4 6.2-6 7.5-3.6-1.3-6-3.9-6-7.5V5zM10 6.8v4M10 13v.3"),
        ["link"] = Path("M8.5 11.5a3 3 0 0 0 4.3 0l2.6-2.6a3 3 0 0 0-4.3-4.3l-1 1M11.5 8.5a3 3 0 0 0-4.3 0l-2.6 2.6a3 3 0 0 0 4.3 4.3l1-1"),
        ["status-active"] = """<circle cx="10" cy="10" r="6.5"/><path d="m7 10.2 2.1 2.1 4-4.5"/>""",
        ["status-waiting"] = """<circle cx="10" cy="10" r="6.5"/><path d="M10 6.2V10l2.5 1.8"/>""",
        ["status-moving"] = """<circle cx="10" cy="10" r="6.5" stroke-dasharray="3 2.1"/><path d="M10 13V7.2M7.5 9.5 10 7l2.5 2.5"/>""",
        ["status-off"] = """<circle cx="10" cy="10" r="6.5"/><path d="M8.3 7.5v5M11.7 7.5v5"/>""",
        ["status-failed"] = """<circle cx="10" cy="10" r="6.5"/><path d="m7.7 7.7 4.6 4.6M12.3 7.7l-4.6 4.6"/>""",
        ["warning"] = Path("M10 3.5 17.2 16.5H2.8zM10 8.2v4M10 14.2v.3"),
        ["info"] = """<circle cx="10" cy="10" r="6.5"/><path d="M10 9.5v4M10 6.7v.3"/>""",
        ["retry"] = Path("M15.8 8A6.2 6.2 0 1 0 16 12M16.2 4v4h-4"),
        ["convert"] = Path("M4 7.5h11M11.5 4 15 7.5 11.5 11M16 13H5M8.5 9.5 5 13l3.5 3.5"),
        ["undo"] = Path("M7 4 3.5 7.5 7 11M3.5 7.5H12a4.3 4.3 0 0 1 0 8.6H7.5"),
        ["sort-up"] = Path("M10 15.5v-11M6 8.5l4-4 4 4"),
        ["sort-down"] = Path("M10 4.5v11M6 11.5l4 4 4-4"),
    }.ToFrozenDictionary();

    private static string Path(string data) => $"""<path d="{data}"/>""";
}
