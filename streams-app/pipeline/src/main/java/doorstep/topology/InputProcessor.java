package doorstep.topology;

import doorstep.avro.Progress;
import doorstep.avro.Rejected;
import doorstep.event.Event;
import doorstep.event.Identity;
import doorstep.intake.Intake;
import doorstep.intake.Parsed;
import doorstep.ledger.Dictionary;
import doorstep.ledger.Entry;
import doorstep.ledger.Ledger;
import doorstep.ledger.StoreLedger;
import doorstep.window.Combine;
import doorstep.wire.AvroWriter;
import doorstep.wire.Identities;
import doorstep.wire.RecordHash;
import doorstep.wire.SchemaRegistry;
import doorstep.wire.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * One partition of one input topic: bytes in, keyed by event id; hand-overs out (4-byte target partition → packed
 * changes). Everything it learns from a record becomes durable in one transaction with the record's offset.
 *
 * <p>A record below the kept offset is skipped without a trace: group offsets may be lost, the figures may not care.
 */
final class InputProcessor<T extends SpecificRecord> extends ContextualProcessor<byte[], byte[], byte[], byte[]> {
    private static final Bytes STATE = Bytes.wrap("state".getBytes(StandardCharsets.UTF_8));

    private final InputPart<T> part;
    private final EngineSettings settings;
    private final SchemaRegistry registry;
    private final History history;
    private final EngineListener listener;

    private int partition;
    private Origins origins;
    private Intake<T> intake;
    private Ledger ledger;
    private Combine combine;
    private KeyValueStore<Bytes, byte[]> progressStore;
    private InputState state;
    private boolean fresh;
    private byte[] reported;
    private AvroWriter<Rejected> rejectedWriter;
    private AvroWriter<Progress> progressWriter;

    InputProcessor(
            InputPart<T> part,
            EngineSettings settings,
            SchemaRegistry registry,
            History history,
            EngineListener listener) {
        this.part = part;
        this.settings = settings;
        this.registry = registry;
        this.history = history;
        this.listener = listener;
    }

    @Override
    public void init(org.apache.kafka.streams.processor.api.ProcessorContext<byte[], byte[]> context) {
        super.init(context);
        partition = context.taskId().partition();
        progressStore = context.getStateStore(part.progressStore());
        new Meaning(settings.meaning()).requireSame(progressStore, part.sender(partition));
        byte[] kept = progressStore.get(STATE);
        fresh = kept == null;
        state = fresh ? new InputState(settings.partitions()) : InputState.fromBytes(kept);
        origins = new Origins(history, part.sender(partition), partition, part.changelogs(context.applicationId()));
        origins.requireWhole(progressStore, List.of(part.topic().name()));
        origins.requireReadable(part.topic().name(), state.nextOffset);
        if (fresh) {
            origins.requireUnread(part.topic().name(), part.progressStore());
        }
        intake = new Intake<>(part.topic(), part.parser(), registry, settings.limits());
        rejectedWriter = new AvroWriter<>(Topics.REJECTED, registry);
        progressWriter = new AvroWriter<>(Topics.PROGRESS, registry);
        ledger = new StoreLedger(
                context.getStateStore(part.ledgerStore()), new Dictionary(context.getStateStore(part.wordsStore())));
        combine = new Combine(
                context.getStateStore(part.pendingStore()),
                settings.families(),
                settings.breakdowns(),
                settings.calendar(),
                settings.partitions());
        reported = null;
        context.schedule(settings.handOverInterval(), PunctuationType.WALL_CLOCK_TIME, now -> handOver());
        listener.onRound(progress());
    }

    @Override
    public void process(Record<byte[], byte[]> in) {
        RecordMetadata place = context().recordMetadata().orElseThrow();
        if (place.offset() < state.nextOffset) {
            return;
        }
        Parsed parsed = intake.parse(in.key(), in.value(), place.partition(), in.timestamp());
        if (parsed instanceof Parsed.Accepted accepted) {
            settle(Identities.of(in.key()), accepted);
        } else if (parsed instanceof Parsed.Refused refused) {
            state.rejected++;
            reject(in, place, refused);
        } else {
            throw new AssertionError(parsed);
        }
        state.received++;
        state.nextOffset = place.offset() + 1;
        keepState();
        if (combine.cells() >= settings.combineMaxCells()) {
            handOver();
        }
    }

    /** The ledger decides which version counts; the figures move by what that changes. */
    private void settle(Identity id, Parsed.Accepted accepted) {
        Optional<Entry> before = ledger.get(id);
        if (before.isEmpty()) {
            state.current++;
        } else if (before.get().version().conflictsWith(accepted.version())) {
            state.conflicts++;
        }
        if (before.isPresent() && before.get().version().compareTo(accepted.version()) >= 0) {
            return;
        }
        ledger.put(id, new Entry(accepted.version(), accepted.event()));
        Optional<Event> old = before.flatMap(Entry::event);
        if (old.equals(accepted.event())) {
            return;
        }
        stepAsOf();
        old.ifPresent(event -> combine.subtract(event, state.asOf));
        accepted.event().ifPresent(event -> combine.add(event, state.asOf));
    }

    private void stepAsOf() {
        state.asOf = Math.max(state.asOf, settings.asOf().at(context().currentSystemTimeMs()));
    }

    private void handOver() {
        long cells = combine.cells();
        long begin = System.nanoTime();
        combine.handOver(part.sender(partition), state.handedOver, state.asOf, this::forwardHandOver);
        if (cells > 0) {
            listener.onHandOver(part.name(), partition, cells, Duration.ofNanos(System.nanoTime() - begin));
        }
        keepState();
        report();
    }

    private void forwardHandOver(int target, byte[] changes) {
        byte[] key = ByteBuffer.allocate(Integer.BYTES).putInt(target).array();
        context().forward(new Record<>(key, changes, context().currentSystemTimeMs()), part.deltas());
    }

    private void keepState() {
        if (fresh) {
            new Meaning(settings.meaning()).keep(progressStore);
            origins.keep(progressStore, List.of(part.topic().name()));
            fresh = false;
        }
        progressStore.put(STATE, state.toBytes());
    }

    private void report() {
        Progress row = progress();
        listener.onRound(row);
        byte[] now = progressWriter.toBytes(row);
        if (!Arrays.equals(now, reported)) {
            byte[] key = (part.name() + ":" + partition).getBytes(StandardCharsets.UTF_8);
            context().forward(new Record<>(key, now, context().currentSystemTimeMs()), part.progressSink());
            reported = now;
        }
    }

    private Progress progress() {
        return state.toProgress(part.name(), partition, combine.cells());
    }

    @Override
    public void close() {
        listener.onClosed(part.name(), partition);
    }

    private void reject(Record<byte[], byte[]> in, RecordMetadata place, Parsed.Refused refused) {
        String key = place.topic() + ":" + place.partition() + ":" + place.offset();
        Rejected row = new Rejected(
                place.topic(),
                place.partition(),
                place.offset(),
                Instant.ofEpochMilli(in.timestamp()),
                refused.reason().name(),
                refused.field().orElse(null),
                RecordHash.of(in.key(), in.value()));
        context()
                .forward(
                        new Record<>(
                                key.getBytes(StandardCharsets.UTF_8),
                                rejectedWriter.toBytes(row),
                                context().currentSystemTimeMs()),
                        part.rejectedSink());
    }
}
