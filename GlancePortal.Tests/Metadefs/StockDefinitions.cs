using System.Text.Json;
using GlancePortal.Domain.Metadefs;
using Xunit;

namespace GlancePortal.Tests.Metadefs;

/// <summary>The definitions that come with the program have what Glance's have.</summary>
[Trait("Suite", "unit")]
public sealed class StockDefinitions
{
    private static readonly IReadOnlyList<NamespaceDraft> Stock = MetadefStock.Read();

    [Fact]
    public void All_of_them_are_there()
    {
        Assert.Equal(33, Stock.Select(space => space.Name).Distinct().Count());
        Assert.Equal(63, Stock.Sum(space => space.Associations.Count));
        Assert.Equal(136, Stock.Sum(space => space.Properties.Count));
        Assert.Equal(23, Stock.Sum(space => space.Objects.Count));
        Assert.Equal(63, Stock.Sum(space => space.Objects.Sum(part => Json(part.Definitions).EnumerateObject().Count())));
        Assert.All(Stock, space => Assert.Equal((MetadefVisibility.Public, "admin"), (space.Visibility, space.OwnerId)));
    }

    [Theory]
    [InlineData("OS::Compute::LibvirtImage", "hw_disk_bus", "string", "scsi,virtio,uml,xen,ide,usb,fdc,sata,lxc")]
    [InlineData("OS::Compute::Watchdog", "watchdog_action", "string", "disabled,reset,poweroff,pause,none")]
    [InlineData("OS::Compute::CPUPinning", "cpu_policy", "string", "shared,dedicated")]
    [InlineData("OS::Compute::VTPM", "COMPUTE_SECURITY_TPM_2_0", "string", "required")]
    [InlineData("OS::Glance::Signatures", "img_signature_hash_method", "string", "SHA-224,SHA-256,SHA-384,SHA-512")]
    [InlineData("OS::Compute::VMware", "vmware_adaptertype", "string", "lsiLogic,lsiLogicsas,paraVirtual,busLogic,ide")]
    [InlineData("OS::Cinder::Volumetype", "img_volume_type", "string", "")]
    public void A_property_has_its_type_and_its_values(string space, string name, string type, string values)
    {
        var definition = Json(Stock.Single(one => one.Name == space).Properties.Single(property => property.Name == name).Definition);

        Assert.Equal(type, definition.GetProperty("type").GetString());
        Assert.Equal(values, definition.TryGetProperty("enum", out var allowed) ? string.Join(',', allowed.EnumerateArray()) : "");
    }

    [Fact]
    public void Prefixes_targets_ranges_and_defaults_are_there()
    {
        var pinning = Stock.Single(space => space.Name == "OS::Compute::CPUPinning");
        Assert.Equal(
            [new AssociationDraft("OS::Glance::Image", "hw_"), new AssociationDraft("OS::Cinder::Volume", "hw_", "image"), new AssociationDraft("OS::Nova::Flavor", "hw:")],
            pinning.Associations);
        var limits = Json(Stock.Single(space => space.Name == "OS::Compute::Quota").Objects.Single(part => part.Name == "CPU Limits").Definitions);
        Assert.Equal((1000, 1000000), (limits.GetProperty("quota:cpu_period").GetProperty("minimum").GetInt32(), limits.GetProperty("quota:cpu_period").GetProperty("maximum").GetInt32()));
        var operations = Json(Stock.Single(space => space.Name == "OS::Compute::AggregateIoOpsFilter").Properties.Single().Definition);
        Assert.Equal(8, operations.GetProperty("default").GetInt32());
    }

    private static JsonElement Json(string text) => JsonElement.Parse(text);
}
