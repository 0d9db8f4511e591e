package doorstep.engine;

import doorstep.avro.Progress;
import doorstep.clock.EngineClock;
import doorstep.event.Minutes;
import doorstep.family.Families;
import doorstep.family.Family;
import doorstep.integrity.ConfigFingerprint;
import doorstep.integrity.InternalPositions;
import doorstep.integrity.LogInspector;
import doorstep.integrity.RebuildNumber;
import doorstep.integrity.SequenceNumbers;
import doorstep.integrity.StateLineage;
import doorstep.streams.PollBatch;
import doorstep.streams.PreCommitHook;
import doorstep.window.WindowTallies;
import doorstep.window.Windows;
import doorstep.wire.AvroWriter;
import doorstep.wire.SchemaLookups;
import doorstep.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/** Processor for one partition of the windows: takes delta batches and forwards rows of all result topics. */
final class WindowsProcessor extends ContextualProcessor<byte[], byte[], byte[], byte[]> {
    static final String NAME = "add-to-windows";
    static final String WINDOWS_STORE = "windows";
    static final String MINUTES_STORE = "minutes";
    static final String UNSENT_STORE = "unsent";
    static final String PROGRESS_STORE = "windows-progress";
    static final String BEFORE_COMMIT = "windows-before-commit";
    static final String PROGRESS_SINK = "windows-to-" + Topics.PROGRESS.shortName();
    static final String SETTINGS_SINK = "windows-to-" + Topics.SETTINGS.shortName();

    static final List<String> STORES = List.of(WINDOWS_STORE, MINUTES_STORE, UNSENT_STORE, PROGRESS_STORE);
    /** Maximum rows in one round: a commit must take far less than the transaction timeout of 10 s. */
    private static final int MAX_ROWS_AT_ONCE = 20_000;

    private final EngineSettings configured;
    private final SchemaLookups lookups;
    private final LogInspector logs;
    private final EngineListener listener;
    private final EngineClock clock;

    private EngineSettings settings; // those in force, see EngineSettings.inForce
    private int partition;
    private RebuildNumber rebuild;
    private StateLineage lineage;
    private Families families;
    private WindowTallies tallies;
    private SequenceNumbers taken;
    private Windows windows;
    private InternalPositions positions;
    private KeyValueStore<Bytes, byte[]> progressStore;
    private EmitThrottle sliceThrottle;
    private boolean settlingSlices;
    private boolean sendingSlices;
    private EmittedSequences sent;
    private boolean fresh;
    private boolean underWay;
    private StateRow stateRow;
    private byte[] reported;
    private long writtenAsOf = Long.MIN_VALUE;
    private byte[] asOfText;
    private Map<Family, AvroWriter<SpecificRecord>> rowWriters;
    private AvroWriter<Progress> progressWriter;
    private SettingsPublisher settingsSender;
    private final Map<Family, Long> rowsSent = new HashMap<>(); // since the last round

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

    /** The sink node for a family's rows. */
    static String sinkOf(Family family) {
        return "write-" + family.topic().shortName();
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        super.init(context);
        clock.onTaskStart();
        partition = context.taskId().partition();
        progressWriter = new AvroWriter<>(Topics.PROGRESS, configured.topics(), lookups);
        progressStore = context.getStateStore(PROGRESS_STORE);
        rebuild = new RebuildNumber(configured.rebuild(), "windows/" + partition);
        rebuild.requireCurrent(logs);
        rebuild.requireSame(progressStore);
        settings = configured.inForce(progressStore, "windows/" + partition);
        families = settings.families();
        rowWriters = new HashMap<>();
        families.all()
                .forEach(
                        family -> rowWriters.put(family, new AvroWriter<>(family.topic(), settings.topics(), lookups)));
        stateRow = new StateRow(context, "windows/" + partition, PROGRESS_STORE, STORES);
        reported = null;
        underWay = false;
        fresh = stateRow.isMissing();
        String application = context.applicationId();
        List<String> changelogs = STORES.stream()
                .map(store -> InternalNames.changelog(application, store))
                .toList();
        lineage = new StateLineage(logs, "windows/" + partition, partition, changelogs);
        lineage.requireWhole(progressStore, List.of());
        Optional<byte[]> kept = stateRow.read();
        List<String> deltaBatches = InputPipeline.ALL.stream()
                .map(part -> part.deltasTopic(application))
                .toList();
        if (fresh) {
            deltaBatches.forEach(topic -> lineage.requireUnread(topic, PROGRESS_STORE));
        }
        WindowsState state = kept.map(WindowsState::fromBytes)
                .orElseGet(() -> new WindowsState(
                        settings.asOf().at(clock.at(context.currentSystemTimeMs())),
                        new TreeMap<>(),
                        new TreeMap<>(),
                        new TreeMap<>()));
        positions = new InternalPositions(state.read(), deltaBatches, logs, "windows/" + partition, partition);
        settings.asOf().requireNotBefore(state.asOf(), "windows/" + partition);
        tallies = new WindowTallies(
                context.getStateStore(WINDOWS_STORE),
                context.getStateStore(MINUTES_STORE),
                context.getStateStore(UNSENT_STORE),
                families,
                settings.calendar(),
                state.asOf(),
                state.beyond());
        taken = new SequenceNumbers(
                state.deltaBatchesTaken(), "windows/" + partition, settings.fingerprint(), settings.rebuild());
        windows = new Windows(tallies, taken, "windows/" + partition);
        settingsSender = SettingsPublisher.of(partition, logs, settings, lookups);
        context.<PreCommitHook>getStateStore(BEFORE_COMMIT).run(this::finish, context);
        context.schedule(settings.emit().interval(), PunctuationType.WALL_CLOCK_TIME, now -> round());
        sliceThrottle = new EmitThrottle(settings.emit().breakdownRate());
        settlingSlices = false;
        sendingSlices = false;
        sent = new EmittedSequences();
        noteNothingLeft();
        context.schedule(settings.emit().breakdownInterval(), PunctuationType.WALL_CLOCK_TIME, now -> {
            if (!settlingSlices && !sendingSlices && sliceThrottle.mayBegin(now)) {
                settlingSlices = true;
                sent.begin(numbersTaken(), tallies.nextWaiting());
            }
            round();
        });
        listener.onRound(progress());
        listener.onZone(Topics.WINDOWS_PART, partition, settings.zone());
        listener.onCells(partition, tallies.cells());
    }

    @Override
    public void process(Record<byte[], byte[]> in) {
        if (!underWay) {
            underWay = true;
            context().commit();
        }
        clock.onAppendTime(in.timestamp());
        stepAsOf();
        List<ConsumerRecord<byte[], byte[]>> records =
                PollBatch.of(in, context().recordMetadata().orElseThrow()).records();
        positions.receive(records);
        records.forEach(record -> windows.take(record.value()));
        sliceThrottle.onDeltaBatch(context().currentSystemTimeMs());
    }

    private void round() {
        stepAsOf();
        tallies.settle();
        boolean totalsLeft = tallies.send(true, MAX_ROWS_AT_ONCE, this::forwardRow);
        if (settlingSlices) { // one portion per round, so that commits can happen in between
            settlingSlices = tallies.settleSlices();
            if (!settlingSlices) { // send only after all portions, because they change the same rows
                sliceThrottle.onRound(context().currentSystemTimeMs(), tallies.unsentSlices());
                sendingSlices = true;
            }
        }
        if (sendingSlices) {
            sendingSlices = tallies.send(false, MAX_ROWS_AT_ONCE, this::forwardRow);
        }
        sent.onRound(tallies.firstWaiting(), totalsLeft || tallies.unsentSlices() > 0);
        listener.onRound(progress());
        rowsSent.forEach((family, rows) -> listener.onRows(family.topic(), rows));
        rowsSent.clear();
        listener.onCells(partition, tallies.cells());
    }

    /** Runs last before a commit. */
    private void finish() {
        tallies.settle();
        tallies.keepUnsent();
        noteNothingLeft();
        keepState();
        report();
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
        tallies.stepTo(settings.asOf().at(clock.at(context().currentSystemTimeMs())));
    }

    private void forwardRow(Family family, String key, SpecificRecord row) {
        rowsSent.merge(family, 1L, Long::sum);
        byte[] value = row == null ? null : rowWriters.get(family).toBytes(row);
        Record<byte[], byte[]> out = new Record<>(
                key.getBytes(StandardCharsets.UTF_8), value, context().currentSystemTimeMs());
        out.headers().add("as-of", asOfText());
        context().forward(out, sinkOf(family));
    }

    private byte[] asOfText() {
        if (writtenAsOf != tallies.asOf()) {
            writtenAsOf = tallies.asOf();
            asOfText = Minutes.start(writtenAsOf).toString().getBytes(StandardCharsets.UTF_8);
        }
        return asOfText;
    }

    private SortedMap<String, Long> numbersTaken() {
        return SequenceNumbers.numbers(taken.bySender());
    }

    private WindowsState state() {
        return new WindowsState(tallies.asOf(), taken.bySender(), tallies.beyond(), positions.read());
    }

    private void keepState() {
        if (fresh) {
            rebuild.keep(progressStore);
            new ConfigFingerprint(settings.fingerprinted()).keep(progressStore);
            lineage.keep(progressStore, List.of());
            fresh = false;
        }
        stateRow.keep(state().toBytes());
    }

    private void report() {
        Progress row = progress();
        listener.onRound(row);
        byte[] now = progressWriter.toBytes(row);
        if (!Arrays.equals(now, reported)) {
            byte[] key = ("windows:" + partition).getBytes(StandardCharsets.UTF_8);
            context().forward(new Record<>(key, now, context().currentSystemTimeMs()), PROGRESS_SINK);
            reported = now;
        }
    }

    private Progress progress() {
        return state().toProgress(partition, sent.numbers(), tallies.unsent(), code -> settings.topics()
                .of(families.ofCode(code).topic()));
    }

    @Override
    public void close() {
        listener.onClosed(Topics.WINDOWS_PART, partition);
    }
}
