using Bunit;
using GlancePortal.Components.NewImage;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Components.NewImage;

/// <summary>What a field of the form says to those who only hear it.</summary>
[Trait("Suite", "components")]
public sealed class FormFieldMarkup : ComponentTests
{
    [Fact]
    public void What_a_label_says_beside_its_name_are_words_of_their_own()
    {
        var field = Render<FormField>(parameters => parameters
            .Add(field => field.Id, "name")
            .Add(field => field.Label, "Name")
            .Add(field => field.Optional, true)
            .Add(field => field.Guessed, true)
            .AddChildContent("<input id=\"name\" />"));

        Assert.Equal("Name (optional) guessed", Words(field.Find("label").TextContent));
    }
}
