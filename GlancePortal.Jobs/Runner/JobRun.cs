using GlancePortal.Domain.Audit;
using GlancePortal.Domain.Data;
using GlancePortal.Domain.Jobs;

namespace GlancePortal.Jobs.Runner;

/// <summary>A job while this process runs it: its phases, its progress and its lease.</summary>
public sealed class JobRun : IAsyncDisposable
{
    /// <summary>Cause of a job that met a fault of the program itself.</summary>
    internal const string UnknownCause = "unknown";

    private const int PassingFaults = 3;
    private static readonly TimeSpan BeatEvery = TimeSpan.FromSeconds(1);

    private readonly JobRows _rows;
    private readonly ChangeBroadcast _broadcast;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _ended = new();
    private readonly CancellationTokenSource _stop;
    private readonly Task _beating;
    private readonly List<JobPhase> _unsaved = [];
    private volatile JobPhase? _phase;
    private long _bytesDone;
    private long _announcedBytes;

    internal JobRun(Job job, JobRows rows, ChangeBroadcast broadcast, TimeProvider time, CancellationToken stopping)
    {
        Job = job;
        _rows = rows;
        _broadcast = broadcast;
        _time = time;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        CancelRequested = job.CancelRequested;
        _beating = BeatAsync();
    }

    /// <summary>The row as it was claimed, with its phases.</summary>
    public Job Job { get; }

    /// <summary>Whether a person wants it to end.</summary>
    public bool CancelRequested { get; private set; }

    /// <summary>Whether another process has taken it over, so that nothing may be written about it here any more.</summary>
    internal bool IsLost { get; private set; }

    internal CancellationToken Token => _stop.Token;

    /// <summary>Whether a passing fault ends the job now: it was tried often enough.</summary>
    public bool IsLastAttempt => Job.Attempts >= PassingFaults;

    /// <summary>Whether the runner tries the job again after a fault that is no refusal.</summary>
    public bool IsTriedAgainAfter(Exception fault) => DatabaseFaults.IsAway(fault) && !IsLastAttempt;

    /// <summary>Runs one phase and keeps its times and state; a phase that succeeded in an earlier attempt can be run again.</summary>
    /// <param name="name">Name of the phase; added to the job when it has none of this name.</param>
    /// <param name="bytesTotal">Bytes to do; null when it is not about bytes.</param>
    /// <param name="work">The work; calls <see cref="Report(long)"/> when it is about bytes.</param>
    public async Task PhaseAsync(string name, long? bytesTotal, Func<Task> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        var phase = PhaseNamed(name);
        Interlocked.Exchange(ref _bytesDone, 0);
        phase.BytesTotal = bytesTotal;
        await SaveAsync(phase, JobState.Running, bytesDone: 0);
        _phase = phase;
        try
        {
            await work();
        }
        catch (OperationCanceledException)
        {
            throw;
        }
        catch
        {
            await SaveAsync(phase, JobState.Failed, Interlocked.Read(ref _bytesDone));
            throw;
        }
        finally
        {
            _phase = null;
        }

        // Saved with the start of the next phase or the end of the job: a kill in between costs a repetition that is safe.
        Set(phase, JobState.Succeeded, phase.BytesTotal ?? Interlocked.Read(ref _bytesDone));
    }

    /// <summary>Phases whose last state is not saved yet.</summary>
    internal IReadOnlyList<JobPhase> Unsaved => _unsaved;

    /// <summary>Whether the phase was done in an earlier attempt.</summary>
    public bool HasSucceeded(string name) => Job.Phases.Any(phase => phase.Name == name && phase.State == JobState.Succeeded);

    /// <summary>Says how far the running phase is. Cheap: it is saved and announced at most once a second.</summary>
    public void Report(long bytesDone) => Interlocked.Exchange(ref _bytesDone, bytesDone);

    /// <summary>As the other, once it is known how many bytes there are to do.</summary>
    public void Report(long bytesDone, long? bytesTotal)
    {
        if (bytesTotal is not null && _phase is { } phase)
        {
            phase.BytesTotal = bytesTotal;
        }

        Report(bytesDone);
    }

    /// <summary>Writes a line of the job's log.</summary>
    /// <param name="code">What happened; `JobLog.{code}` is its text.</param>
    /// <param name="values">What the text is filled with.</param>
    public Task LogAsync(string code, params string[] values) => _rows.LogAsync(Job, code, values, CancellationToken.None);

    /// <summary>Ends the work because a person wants it.</summary>
    internal void Cancel()
    {
        CancelRequested = true;
        _stop.Cancel();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _beating;
        _stop.Dispose();
        _ended.Dispose();
    }

    private JobPhase PhaseNamed(string name)
    {
        var phase = Job.Phases.Find(known => known.Name == name);
        if (phase is null)
        {
            phase = new JobPhase { JobId = Job.Id, Index = Job.Phases.Count, Name = name };
            Job.Phases.Add(phase);
        }

        return phase;
    }

    private void Set(JobPhase phase, JobState state, long bytesDone)
    {
        phase.State = state;
        phase.BytesDone = bytesDone;
        phase.StartedAt = state == JobState.Running ? _time.GetUtcNow() : phase.StartedAt;
        phase.EndedAt = state == JobState.Running ? null : _time.GetUtcNow();
        _unsaved.Add(phase);
    }

    private async Task SaveAsync(JobPhase phase, JobState state, long bytesDone)
    {
        Set(phase, state, bytesDone);
        if (!await _rows.SavePhasesAsync(Job, phase.Name, _unsaved, CancellationToken.None))
        {
            IsLost = true;
            await _stop.CancelAsync();
            throw new OperationCanceledException("Another process has taken this job over.", _stop.Token);
        }

        _unsaved.Clear();
        Announce();
    }

    private async Task BeatAsync()
    {
        using var timer = new PeriodicTimer(BeatEvery, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(_ended.Token))
            {
                var done = Interlocked.Read(ref _bytesDone);
                var pulse = await _rows.BeatAsync(Job.Id, _phase, done, _ended.Token);
                if (pulse == JobPulse.Lost)
                {
                    IsLost = true;
                    await _stop.CancelAsync();
                }
                else if (pulse == JobPulse.CancelRequested)
                {
                    Cancel();
                }

                if (Interlocked.Exchange(ref _announcedBytes, done) != done)
                {
                    Announce();
                }
            }
        }
        catch (OperationCanceledException) when (_ended.IsCancellationRequested)
        {
            // The run is over.
        }
    }

    private void Announce() =>
        _broadcast.Send(new LiveUpdate(JobEvents.Progress, JobEvents.ObjectType, Job.Id.ToString(), Job.ProjectId));
}
