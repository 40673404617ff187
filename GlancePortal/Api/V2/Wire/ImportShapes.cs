using GlancePortal.Api.OpenApi;

namespace GlancePortal.Api.V2.Wire;

/// <summary>The shapes of requests for data that comes from elsewhere: as much of them as is looked at.</summary>
internal static class ImportShapes
{
    /// <summary>What <see cref="ImportRequestReader"/> reads.</summary>
    public static readonly Shape Import = Shapes.Record(
        "V2.Import",
        ("method", Shapes.Record(
            ("name", Shapes.Text), ("uri?", Shapes.Text), ("checksum?", Shapes.Text), ("glance_region?", Shapes.Text), ("glance_image_id?", Shapes.Text),
            ("glance_service_interface?", Shapes.Text))),
        ("stores?", Shapes.ListOf(Shapes.Text)), ("all_stores?", Shapes.Flag), ("all_stores_must_succeed?", Shapes.Flag));

    public static readonly Shape Location = Shapes.Record(
        "V2.NewLocation", ("url", Shapes.Text), ("validation_data?", Shapes.Record(("os_hash_algo", Shapes.Text), ("os_hash_value", Shapes.Text))));
}
