// SPDX-License-Identifier: Apache-2.0
package doorstep.engine;

import doorstep.avro.Progress;
import doorstep.clock.EngineClock;
import doorstep.family.Families;
import doorstep.family.Family;
import doorstep.integrity.InternalPositions;
import doorstep.integrity.LogInspector;
import doorstep.integrity.SequenceNumbers;
import doorstep.streams.PollBatch;
import doorstep.streams.PreCommitHook;
import doorstep.window.DeltaReceiver;
import doorstep.window.WindowTallies;
import doorstep.wire.SchemaLookups;
import doorstep.wire.Topics;
import java.util.List;
import java.util.SortedMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Processor for one partition of the windows: takes delta batches and forwards rows of all result topics. */
final class WindowsProcessor extends ContextualProcessor<byte[], byte[], byte[], byte[]> {
    static final String NAME = "add-to-windows";
    static final String WINDOWS_STORE = "windows";
    static final String UNSENT_STORE = "unsent";
    static final String PROGRESS_STORE = "windows-progress";
    static final String BEFORE_COMMIT = "windows-before-commit";
    static final String PROGRESS_SINK = "windows-to-" + Topics.PROGRESS.shortName();
    static final String SETTINGS_SINK = "windows-to-" + Topics.SETTINGS.shortName();

    static final List<String> STORES = List.of(WINDOWS_STORE, UNSENT_STORE, PROGRESS_STORE);
    /** Stores of versions whose state is not taken over. */
    static final List<String> FORMER_STORES = List.of("minutes");
    /** Maximum rows in one round: a commit must take far less than the transaction timeout of 10 s. */
    private static final int MAX_ROWS_AT_ONCE = 20_000;

    private static final TaskNames TASK_NAMES =
            new TaskNames(Topics.WINDOWS_PART, List.of(), STORES, PROGRESS_STORE, PROGRESS_SINK);

    private final EngineSettings configured;
    private final SchemaLookups lookups;
    private final LogInspector logs;
    private final EngineListener listener;
    private final EngineClock clock;

    private TaskLifecycle task;
    private EngineSettings settings; // those in force, see EngineSettings.inForce
    private Families families;
    private RowForwarder rows;
    private WindowTallies tallies;
    private SequenceNumbers taken;
    private DeltaReceiver deltas;
    private InternalPositions positions;
    private EmitThrottle sliceThrottle;
    private boolean slicesDue;
    private boolean addingSlices;
    private boolean sendingSlices;
    private EmittedSequences sent;
    private ProgressReporter reporter;
    private SettingsPublisher settingsSender;

    WindowsProcessor(
            EngineSettings settings,
            SchemaLookups lookups,
            LogInspector logs,
            EngineListener listener,
            EngineClock clock) {
        configured = settings;
        this.lookups = lookups;
        this.logs = logs;
        this.listener = listener;
        this.clock = clock;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        super.init(context);
        clock.onTaskStart();
        reporter = new ProgressReporter(context, TASK_NAMES, configured.topics(), lookups, listener);
        task = new TaskLifecycle(context, TASK_NAMES, configured, logs);
        settings = task.settings();
        families = settings.families();
        rows = new RowForwarder(context, families, settings.topics(), lookups);
        WindowsState state = task.restore().map(WindowsState::fromBytes).orElseGet(() -> WindowsState.empty(asOfNow()));
        startReading(state);
        settings.asOf().requireNotBefore(state.asOf(), task.name());
        startTallies(state);
        settingsSender = SettingsPublisher.of(partition(), logs, settings, lookups);
        context.<PreCommitHook>getStateStore(BEFORE_COMMIT).run(this::finish, context);
        startRounds();
        reporter.onStarted(progress(), settings.zone());
        listener.onCells(partition(), tallies.cells());
    }

    private int partition() {
        return context().taskId().partition();
    }

    private void startReading(WindowsState state) {
        List<String> deltaBatches = InputPipeline.ALL.stream()
                .map(part -> part.deltasTopic(context().applicationId()))
                .toList();
        task.requireUnreadIfFresh(deltaBatches);
        positions = new InternalPositions(state.read(), deltaBatches, logs, task.name(), partition());
    }

    private void startTallies(WindowsState state) {
        tallies = new WindowTallies(
                context().getStateStore(WINDOWS_STORE),
                context().getStateStore(UNSENT_STORE),
                families,
                settings.calendar(),
                state.asOf(),
                state.beyond());
        taken = new SequenceNumbers(state.deltaBatchesTaken(), task.name(), settings.fingerprint(), settings.rebuild());
        deltas = new DeltaReceiver(tallies, taken, task.name());
    }

    private void startRounds() {
        context().schedule(settings.emit().interval(), PunctuationType.WALL_CLOCK_TIME, now -> round());
        sliceThrottle = new EmitThrottle(settings.emit().breakdownRate());
        slicesDue = false;
        addingSlices = false;
        sendingSlices = false;
        sent = new EmittedSequences();
        noteNothingLeft();
        context().schedule(settings.emit().breakdownInterval(), PunctuationType.WALL_CLOCK_TIME, now -> {
            slicesDue = true;
            round();
        });
    }

    @Override
    public void process(Record<byte[], byte[]> in) {
        task.onPollBatch();
        clock.onAppendTime(in.timestamp());
        stepAsOf();
        List<ConsumerRecord<byte[], byte[]>> records =
                PollBatch.of(in, context().recordMetadata().orElseThrow()).records();
        positions.receive(records);
        records.forEach(record -> deltas.take(record.value()));
        sliceThrottle.onDeltaBatch(context().currentSystemTimeMs());
    }

    private void round() {
        stepAsOf();
        tallies.addGathered();
        boolean totalsLeft = tallies.send(true, MAX_ROWS_AT_ONCE, this::forward);
        beginSlicesIfDue();
        if (addingSlices) { // one portion per round, so that commits can happen in between
            addingSlices = tallies.addDeferred();
            if (!addingSlices) { // send only after all portions, because they change the same rows
                sliceThrottle.onSweep(context().currentSystemTimeMs(), tallies.unsentSlices());
                sendingSlices = true;
            }
        }
        if (sendingSlices) {
            sendingSlices = tallies.send(false, MAX_ROWS_AT_ONCE, this::forward);
        }
        sent.onRound(tallies.firstWaiting(), totalsLeft || tallies.unsentSlices() > 0);
        reporter.onRound(progress());
        rows.report(listener);
        listener.onCells(partition(), tallies.cells());
    }

    private void beginSlicesIfDue() {
        boolean idle = !addingSlices && !sendingSlices;
        if (slicesDue && idle && sliceThrottle.mayBegin(context().currentSystemTimeMs())) {
            slicesDue = false;
            addingSlices = true;
            sent.begin(numbersTaken(), tallies.nextWaiting());
        }
    }

    /** Runs last before a commit. */
    private void finish() {
        tallies.addGathered();
        tallies.keep();
        noteNothingLeft();
        task.keep(state().toBytes());
        reporter.beforeCommit(progress());
        settingsSender.send((key, value) ->
                context().forward(new Record<>(key, value, context().currentSystemTimeMs()), SETTINGS_SINK));
        lookups.beforeCommit();
    }

    private void noteNothingLeft() {
        if (tallies.unsent() == 0) {
            sent.onNothingLeft(numbersTaken());
        }
    }

    private void stepAsOf() {
        tallies.stepTo(asOfNow());
    }

    private long asOfNow() {
        return settings.asOf().at(clock.at(context().currentSystemTimeMs()));
    }

    private void forward(Family family, String key, SpecificRecord row) {
        rows.forward(family, key, row, tallies.asOf());
    }

    private SortedMap<String, Long> numbersTaken() {
        return SequenceNumbers.numbers(taken.bySender());
    }

    private WindowsState state() {
        return new WindowsState(tallies.asOf(), taken.bySender(), tallies.beyond(), positions.read());
    }

    private Progress progress() {
        return state().toProgress(partition(), sent.numbers(), tallies.unsent(), code -> settings.topics()
                .of(families.ofCode(code).topic()));
    }

    @Override
    public void close() {
        reporter.onClosed();
    }
}
