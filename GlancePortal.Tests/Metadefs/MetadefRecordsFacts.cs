using GlancePortal.Domain.Access;
using GlancePortal.Domain.Data;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Metadefs;
using GlancePortal.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace GlancePortal.Tests.Metadefs;

[Trait("Suite", "data")]
public sealed class MetadefRecordsOnSqlite(SqliteDatabase database) : MetadefRecordsFacts(database), IClassFixture<SqliteDatabase>;

[Trait("Suite", "data")]
public sealed class MetadefRecordsOnPostgres(PostgresDatabase database) : MetadefRecordsFacts(database), IClassFixture<PostgresDatabase>;

/// <summary>What becomes of definitions, on every database.</summary>
public abstract class MetadefRecordsFacts(TestDatabase database)
{
    private readonly Caller _admin = Callers.Admin();
    private readonly string _name = Guid.NewGuid().ToString("N");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_many_who_want_one_name_one_gets_it()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => OutcomeAsync(() => CreateAsync(new NamespaceDraft(_name)))));

        Assert.Equal(["", .. Enumerable.Repeat("metadef.name_taken", 7)], outcomes.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Many_who_add_to_one_namespace_all_do()
    {
        await CreateAsync(new NamespaceDraft(_name));

        await Task.WhenAll(Enumerable.Range(0, 12).Select(i => AddAsync(new TagDraft($"t{i}"))));

        Assert.Equal(12, (await ShowAsync()).Tags.Count);
    }

    [Fact]
    public async Task A_namespace_that_goes_while_others_add_to_it_is_gone()
    {
        await CreateAsync(new NamespaceDraft(_name));

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => OutcomeAsync(() => i == 4 ? DeleteAsync() : AddAsync(new TagDraft($"t{i}")))));

        Assert.All(outcomes, outcome => Assert.True(outcome is "" or "metadef_namespace.not_found", outcome));
        Assert.Equal("metadef_namespace.not_found", await OutcomeAsync(ShowAsync));
    }

    [Fact]
    public async Task Two_who_name_the_same_new_type_of_resources_both_succeed()
    {
        var draft = new AssociationDraft($"OS::{_name}");

        await Task.WhenAll(Enumerable.Range(0, 6).Select(i => CreateAsync(new NamespaceDraft($"{_name}-{i}") { Associations = [draft] })));

        var types = await database.InScopeAsync((MetadefQueries queries) => queries.ResourceTypesAsync(_admin, Cancellation));
        Assert.Single(types, type => type.Name == draft.Name);
    }

    [Fact]
    public async Task A_tag_is_the_same_in_whatever_case_and_other_names_are_not()
    {
        await CreateAsync(new NamespaceDraft(_name) { Tags = [new TagDraft("ÄRGER")], Objects = [new ObjectDraft("o", null, [], "{}")] });

        Assert.Equal("metadef.name_taken", await OutcomeAsync(() => AddAsync(new TagDraft("ärger"))));
        Assert.Equal("", await OutcomeAsync(() => AddAsync(new ObjectDraft("O", null, ["b", "a"], "{}"))));
        Assert.Equal(["b", "a"], (await ShowAsync()).Objects[1].Required);
    }

    [Fact]
    public async Task Every_change_is_in_the_audit()
    {
        await CreateAsync(new NamespaceDraft(_name));
        await AddAsync(new TagDraft("t"));
        await AddAsync(new ObjectDraft("o", null, [], "{}"));
        await AddAsync(new PropertyDraft("p", "{}"));
        await AddAsync(new AssociationDraft("r"));
        await database.InScopeAsync((MetadefContents contents) => contents.ReplaceAsync(_admin, _name, "p", new PropertyDraft("q", "{}"), Cancellation));
        await database.InScopeAsync((MetadefContents contents) => contents.RemoveAsync<MetadefObject>(_admin, _name, "o", Cancellation));
        await database.InScopeAsync((MetadefContents contents) => contents.RemoveAllAsync<MetadefTag>(_admin, _name, "delete_tags", Cancellation));
        await database.InScopeAsync((MetadefNamespaces spaces) => spaces.ReplaceAsync(_admin, _name, new NamespaceDraft(_name), Cancellation));
        await DeleteAsync();

        var events = await database.InScopeAsync((PortalDb db) => db.AuditEvents
            .Where(change => change.ObjectId == _name || change.ObjectId.StartsWith(_name + "/")).OrderBy(change => change.Id).ToListAsync(Cancellation));
        Assert.Equal(
            ["metadef_namespace.create", "metadef_tag.create", "metadef_object.create", "metadef_property.create", "metadef_resource_type.create",
             "metadef_property.update", "metadef_object.delete", "metadef_namespace.delete_tags", "metadef_namespace.update", "metadef_namespace.delete"],
            events.Select(change => change.Action));
        Assert.All(events, change => Assert.Equal((_admin.UserId, _admin.ProjectId), (change.UserId, change.ProjectId)));
        Assert.Equal($$"""{"namespace":"{{_name}}","name":"q","old_name":"p"}""", events[5].Detail);
    }

    [Theory]
    [InlineData(MetadefMerge.Skip, "old", """{"a":1}""", "kept")]
    [InlineData(MetadefMerge.AddMissing, "old", """{"a":1}""", "kept,new,own")]
    [InlineData(MetadefMerge.PreferNew, "new", """{"a":2}""", "kept,new,own")]
    [InlineData(MetadefMerge.Overwrite, "new", """{"a":2}""", "new,own")]
    public async Task Loading_what_is_there_does_what_was_asked(MetadefMerge merge, string description, string definition, string tags)
    {
        await CreateAsync(new NamespaceDraft(_name) { Description = "old", Properties = [new PropertyDraft("p", """{"a":1}""")], Tags = [new TagDraft("kept")] });
        var draft = new NamespaceDraft(_name)
        {
            Description = "new",
            Associations = [new AssociationDraft($"OS::{_name}")],
            Properties = [new PropertyDraft("p", """{"a":2}""")],
            Tags = [new TagDraft("new"), new TagDraft("own")],
        };

        Assert.Equal(merge == MetadefMerge.Skip ? 0 : 1, await LoadAsync(merge, draft));

        var loaded = await ShowAsync();
        Assert.Equal((description, definition), (loaded.Description, loaded.Properties.Single().Definition));
        Assert.Equal(tags, string.Join(',', loaded.Tags.Select(tag => tag.Name).Order(StringComparer.Ordinal)));
        Assert.Equal(merge == MetadefMerge.Skip ? 0 : 1, loaded.Associations.Count);
    }

    [Fact]
    public async Task A_file_that_was_written_reads_as_what_it_was_written_from()
    {
        var draft = MetadefStock.Read().First(one => one.Name == "OS::Compute::CPUPinning") with { Name = _name, Tags = [new TagDraft("t")] };
        await LoadAsync(MetadefMerge.Skip, draft);

        using var file = new MemoryStream(MetadefFile.Write(await ShowAsync()));
        var read = MetadefFile.Read(file);

        Assert.Equal(draft.Associations, read.Associations);
        Assert.Equal(draft.Properties.Select(property => property.Name), read.Properties.Select(property => property.Name));
        Assert.Equal(draft.Tags, read.Tags);
        Assert.Equal((draft.Description, draft.Visibility, draft.Protected, draft.OwnerId), (read.Description, read.Visibility, read.Protected, read.OwnerId));
    }

    private static async Task<string> OutcomeAsync(Func<Task> work)
    {
        try
        {
            await work();
            return "";
        }
        catch (DomainException refusal)
        {
            return refusal.Code;
        }
    }

    private Task<MetadefNamespace> CreateAsync(NamespaceDraft draft) => database.InScopeAsync((MetadefNamespaces spaces) => spaces.CreateAsync(_admin, draft, Cancellation));

    private Task DeleteAsync() => database.InScopeAsync((MetadefNamespaces spaces) => spaces.DeleteAsync(_admin, _name, Cancellation));

    private Task<T> AddAsync<T>(MetadefPartDraft<T> draft)
        where T : MetadefPart, new() => database.InScopeAsync((MetadefContents contents) => contents.AddAsync(_admin, _name, draft, Cancellation));

    private Task<MetadefNamespace> ShowAsync() => database.InScopeAsync((MetadefQueries queries) => queries.ShowAsync(_admin, _name, Cancellation));

    private Task<int> LoadAsync(MetadefMerge merge, NamespaceDraft draft) =>
        database.InScopeAsync((MetadefCatalogue catalogue) => catalogue.LoadAsync([draft], merge, Cancellation));
}
