using System.Text.Json;
using System.Text.Json.Serialization;
using GlancePortal.Domain.Data;
using GlancePortal.Domain.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace GlancePortal.Domain.Audit;

/// <summary>Carries live updates between the nodes that share a PostgreSQL, by its LISTEN and NOTIFY.</summary>
/// <remarks>Only who watches depends on it, no rule does. What was missed while the database was away is read from the audit events.</remarks>
/// <param name="broadcast">Gives what happens here and takes what happens elsewhere.</param>
/// <param name="node">This process.</param>
/// <param name="options">Where the database is.</param>
/// <param name="scopes">A scope for each look at the audit events.</param>
/// <param name="time">Clock of the waits.</param>
/// <param name="logger">Says when the other nodes cannot be heard.</param>
internal sealed partial class ChangeRelay(
    ChangeBroadcast broadcast, NodeIdentity node, IOptions<DatabaseOptions> options, IServiceScopeFactory scopes, TimeProvider time,
    ILogger<ChangeRelay> logger) : BackgroundService
{
    private const string Topic = "glanceportal_changes";

    // The server takes 8,000 bytes; a name of a project can be long.
    private const int LongestText = 7_500;
    private const int MissedAtMost = 1_000;
    private static readonly TimeSpan ComeBackAfter = TimeSpan.FromSeconds(2);

    private long _lastKnown = -1;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(KeepAsync(TellAsync, stoppingToken), KeepAsync(HearAsync, stoppingToken));

    /// <summary>Runs one direction for as long as the process lives; a lost connection is made again.</summary>
    private async Task KeepAsync(Func<NpgsqlConnection, CancellationToken, Task> direction, CancellationToken stopping)
    {
        var isApart = false;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await using var connection = new NpgsqlConnection(options.Value.ConnectionString);
                await connection.OpenAsync(stopping);
                isApart = false;
                await direction(connection, stopping);
            }
            catch (Exception fault) when (!stopping.IsCancellationRequested)
            {
                // Once for each time that it is away.
                if (!isApart)
                {
                    LogApart(fault);
                }

                isApart = true;
                await Task.Delay(ComeBackAfter, time, stopping);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task TellAsync(NpgsqlConnection connection, CancellationToken stopping)
    {
        await foreach (var update in broadcast.WatchAsync(stopping))
        {
            if (update.IsFromElsewhere)
            {
                continue;
            }

            var text = JsonSerializer.Serialize(
                new RelayedUpdate(node.LeaseOwner, update.Action, update.ObjectType, update.ObjectId, update.ProjectId), RelayJson.Default.RelayedUpdate);
            if (text.Length <= LongestText)
            {
                await using var notify = new NpgsqlCommand("SELECT pg_notify(@topic, @text)", connection)
                {
                    Parameters = { new("topic", Topic), new("text", text) },
                };
                await notify.ExecuteNonQueryAsync(stopping);
            }
        }
    }

    private async Task HearAsync(NpgsqlConnection connection, CancellationToken stopping)
    {
        connection.Notification += (_, heard) => Take(heard.Payload);
        await using (var listen = new NpgsqlCommand($"LISTEN {Topic}", connection))
        {
            await listen.ExecuteNonQueryAsync(stopping);
        }

        await CatchUpAsync(stopping);
        while (true)
        {
            await connection.WaitAsync(stopping);
        }
    }

    /// <summary>Passes on what was changed while nobody listened here; at the start there is nobody who could have missed it.</summary>
    private async Task CatchUpAsync(CancellationToken stopping)
    {
        await using var scope = scopes.CreateAsyncScope();
        var events = scope.ServiceProvider.GetRequiredService<PortalDb>().AuditEvents.AsNoTracking();
        if (_lastKnown >= 0)
        {
            var missed = await events.Where(change => change.Id > _lastKnown).OrderByDescending(change => change.Id).Take(MissedAtMost).ToListAsync(stopping);
            missed.ForEach(change => broadcast.Send(ChangeBroadcast.UpdateOf(change) with { IsFromElsewhere = true }));
        }

        _lastKnown = await events.MaxAsync(change => (long?)change.Id, stopping) ?? 0;
    }

    private void Take(string text)
    {
        if (JsonSerializer.Deserialize(text, RelayJson.Default.RelayedUpdate) is { } update && update.Node != node.LeaseOwner)
        {
            broadcast.Send(new LiveUpdate(update.Action, update.ObjectType, update.ObjectId, update.ProjectId) { IsFromElsewhere = true });
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Live updates of other nodes do not arrive at the moment")]
    private partial void LogApart(Exception fault);
}

/// <summary>An update on its way to the other nodes.</summary>
internal sealed record RelayedUpdate(string Node, string Action, string ObjectType, string ObjectId, string? ProjectId);

[JsonSerializable(typeof(RelayedUpdate))]
internal sealed partial class RelayJson : JsonSerializerContext;
