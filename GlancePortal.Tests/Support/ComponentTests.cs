using System.Globalization;
using System.Runtime.CompilerServices;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Radzen;

namespace GlancePortal.Tests.Support;

/// <summary>Renders components with the portal's texts, in English unless a test says otherwise.</summary>
public abstract class ComponentTests : BunitContext
{
    protected ComponentTests()
    {
        // bunit's comparer of markup needs a library that is not there; it is never called.
        var comparer = typeof(BunitContext).Assembly.GetType("Bunit.Diffing.HtmlComparer", throwOnError: true)!;
        Services.AddSingleton(comparer, RuntimeHelpers.GetUninitializedObject(comparer));
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddLocalization();
        Services.AddRadzenComponents();
        Services.AddSingleton(TimeProvider.System);
        Speak("en");
    }

    /// <summary>Renders in another language.</summary>
    protected static void Speak(string culture) =>
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);

    /// <summary>The text as a person reads it, without the layout's white space.</summary>
    protected static string Words(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
