package doorstep.engine;

import doorstep.avro.Progress;
import doorstep.avro.Rejected;
import doorstep.clock.EngineClock;
import doorstep.decode.Decoded;
import doorstep.decode.Decoder;
import doorstep.event.Event;
import doorstep.event.Identity;
import doorstep.integrity.BatchSequencer;
import doorstep.integrity.ConfigFingerprint;
import doorstep.integrity.ContinuityCheck;
import doorstep.integrity.InternalPositions;
import doorstep.integrity.LastBatch;
import doorstep.integrity.LogInspector;
import doorstep.integrity.RebuildNumber;
import doorstep.integrity.RefusedException;
import doorstep.integrity.SequenceNumbers;
import doorstep.integrity.StateLineage;
import doorstep.ledger.Dictionary;
import doorstep.ledger.Entry;
import doorstep.ledger.Ledger;
import doorstep.ledger.LinkRows;
import doorstep.ledger.StoreLedger;
import doorstep.link.Fulfilment;
import doorstep.streams.AppendTime;
import doorstep.streams.PollBatch;
import doorstep.streams.PreCommitHook;
import doorstep.window.PreAggregator;
import doorstep.wire.AvroWriter;
import doorstep.wire.Identities;
import doorstep.wire.PartitionSchemas;
import doorstep.wire.RecordHash;
import doorstep.wire.SchemaLookups;
import doorstep.wire.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Processor for one partition of one input topic: takes raw events by event id and forwards delta batches (4-byte
 * target partition → changes of many cells). Everything it learns from a record is committed in the same transaction as
 * the record's offset.
 *
 * <p>Contributions of events are pre-aggregated in the heap and sent as delta batches before each commit.
 *
 * <p>Records below the offset kept in the state are skipped without effect: group offsets may be lost without changing
 * the figures.
 */
final class InputProcessor<T extends SpecificRecord> extends ContextualProcessor<byte[], byte[], byte[], byte[]> {
    private final InputPipeline<T> part;
    private final String topic;
    private final EngineSettings configured;
    private final SchemaLookups lookups;
    private final LogInspector logs;
    private final EngineListener listener;
    private final EngineClock clock;

    private EngineSettings settings; // those in force, see EngineSettings.inForce
    private int partition;
    private RebuildNumber rebuild;
    private StateLineage lineage;
    private ContinuityCheck continuity;
    private InternalPositions linksPositions;
    private PartitionSchemas schemas;
    private Decoder<T> decoder;
    private Ledger ledger;
    private PreAggregator preAggregator;
    private BatchSequencer deltaBatches;
    private LinkHandling links;
    private KeyValueStore<Bytes, byte[]> progressStore;
    private StateRow stateRow;
    private InputState state;
    private boolean fresh;
    private boolean underWay;
    private byte[] reported;
    private AvroWriter<Rejected> rejectedWriter;
    private AvroWriter<Progress> progressWriter;

    InputProcessor(
            InputPipeline<T> part,
            EngineSettings settings,
            SchemaLookups lookups,
            LogInspector logs,
            EngineListener listener,
            EngineClock clock) {
        this.part = part;
        topic = settings.topics().of(part.topic());
        configured = settings;
        this.lookups = lookups;
        this.logs = logs;
        this.listener = listener;
        this.clock = clock;
    }

    @Override
    public void init(org.apache.kafka.streams.processor.api.ProcessorContext<byte[], byte[]> context) {
        super.init(context);
        clock.onTaskStart();
        partition = context.taskId().partition();
        progressStore = context.getStateStore(part.progressStore());
        rebuild = new RebuildNumber(configured.rebuild(), part.sender(partition));
        rebuild.requireCurrent(logs);
        rebuild.requireSame(progressStore);
        settings = configured.inForce(progressStore, part.sender(partition));
        stateRow = new StateRow(context, part.sender(partition), part.progressStore(), part.stores());
        fresh = stateRow.isMissing();
        lineage = new StateLineage(logs, part.sender(partition), partition, part.changelogs(context.applicationId()));
        lineage.requireWhole(progressStore, List.of(topic));
        state = stateRow.read().map(InputState::fromBytes).orElseGet(() -> new InputState(settings.partitions()));
        requireLedgerOf(state.current);
        settings.asOf().requireNotBefore(state.asOf, part.sender(partition));
        requireNotAhead();
        List<String> linksTopics = part.linksFrom(context.applicationId());
        continuity = ContinuityCheck.ofInput(logs, part.sender(partition), topic, partition);
        if (fresh) {
            lineage.requireUnread(topic, part.progressStore());
            linksTopics.forEach(from -> lineage.requireUnread(from, part.progressStore()));
            state.beginsAt = continuity.logStart();
            state.nextOffset = state.beginsAt;
        }
        continuity.start(state.position());
        linksPositions = new InternalPositions(state.linksRead, linksTopics, logs, part.sender(partition), partition);
        state.linksRead = linksPositions.read();
        TopicPartition input = new TopicPartition(topic, partition);
        schemas = new PartitionSchemas(lookups, input, state.nextOffset);
        decoder = new Decoder<>(part.topic(), part.parser(), schemas, settings.limits());
        rejectedWriter = new AvroWriter<>(Topics.REJECTED, settings.topics(), lookups);
        progressWriter = new AvroWriter<>(Topics.PROGRESS, settings.topics(), lookups);
        Dictionary dictionary = new Dictionary(context.getStateStore(part.wordsStore()));
        ledger = new StoreLedger(context.getStateStore(part.ledgerStore()), dictionary);
        links = part.takesLinks() ? linksIn(dictionary) : linksOut();
        preAggregator = new PreAggregator(
                settings.families(), settings.measures().breakdowns(), settings.calendar(), settings.partitions());
        deltaBatches = sent(state.deltaBatchesSent);
        reported = null;
        underWay = false;
        context.<PreCommitHook>getStateStore(part.beforeCommit()).run(this::finish, context);
        context.schedule(
                settings.emit().interval(), PunctuationType.WALL_CLOCK_TIME, now -> listener.onRound(progress()));
        listener.onRound(progress());
        listener.onZone(part.name(), partition, settings.zone());
    }

    private void requireLedgerOf(long ids) {
        long rows = context()
                .<KeyValueStore<Bytes, byte[]>>getStateStore(part.ledgerStore())
                .approximateNumEntries(); // exact
        if (rows != ids) {
            throw new RefusedException("HISTORY_MISSING: " + part.sender(partition) + " has accepted " + ids
                    + " ids, but store " + part.ledgerStore() + " holds " + rows
                    + ". Figures would be wrong; run `doorstep rebuild` to count again from the input topics.");
        }
    }

    private LinkHandling linksIn(Dictionary dictionary) {
        DueRules dueRules = settings.measures().dueRules();
        SequenceNumbers taken = new SequenceNumbers(
                state.linksTaken, part.sender(partition), settings.fingerprint(), settings.rebuild());
        state.linksTaken = taken.bySender();
        Fulfilment fulfilment = new Fulfilment(
                id -> ledger.get(id).flatMap(Entry::event),
                new LinkRows(context().getStateStore(part.linksStore()), dictionary),
                settings.calendar(),
                dueRules.workingDays(),
                dueRules.callBackDays());
        return new LinkReceiver(fulfilment, taken);
    }

    private LinkHandling linksOut() {
        LinkOutbox outbox = new LinkOutbox(settings.measures().catalogue(), settings.partitions());
        return new LinkSender(outbox, sent(state.linksSent), (target, record) -> forward(target, record, part.links()));
    }

    private BatchSequencer sent(LastBatch[] last) {
        return new BatchSequencer(part.sender(partition), last, settings.fingerprint(), settings.rebuild());
    }

    @Override
    public void process(Record<byte[], byte[]> in) {
        if (!underWay) {
            underWay = true;
            context().commit(); // so that the first figures after a start appear at once
        }
        clock.onAppendTime(in.timestamp());
        stepAsOf();
        RecordMetadata metadata = context().recordMetadata().orElseThrow();
        boolean ofEvents = metadata.topic().equals(topic);
        PollBatch batch = PollBatch.of(in, metadata);
        List<ConsumerRecord<byte[], byte[]>> records = batch.records();
        if (ofEvents) {
            continuity.receive(
                    records.get(0).offset(), records.get(records.size() - 1).offset());
            schemas.begin(records, batch.end());
        } else {
            linksPositions.receive(records);
        }
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (ofEvents) {
                processEvent(record);
            } else {
                processLinks(record.value());
            }
            if (preAggregator.cells() >= settings.preAggregationMaxCells()) {
                sendDeltaBatches();
            }
        }
        if (ofEvents) {
            keepEpoch(records.get(records.size() - 1));
        }
        if (lookups.shouldCommit()) {
            context().commit();
        }
    }

    private void keepEpoch(ConsumerRecord<byte[], byte[]> last) {
        if (last.offset() + 1 == state.nextOffset) {
            state.lastEpoch = last.leaderEpoch().map(OptionalInt::of).orElse(OptionalInt.empty());
        }
    }

    private void processLinks(byte[] record) {
        links.take(
                record,
                new Fulfilment.Figures(
                        event -> preAggregator.subtract(event, state.asOf),
                        event -> preAggregator.add(event, state.asOf)));
    }

    private void processEvent(ConsumerRecord<byte[], byte[]> in) {
        if (in.offset() < state.nextOffset) {
            return;
        }
        Decoded parsed = decoder.parse(in.key(), in.value(), in.partition(), AppendTime.of(in));
        if (parsed instanceof Decoded.Accepted accepted) {
            settle(in.key(), accepted);
        } else if (parsed instanceof Decoded.Refused refused) {
            state.rejected++;
            reject(in, refused);
        } else {
            throw new AssertionError(parsed);
        }
        state.received++;
        state.nextOffset = in.offset() + 1;
    }

    /** Decides which version of an event counts, and keeps it in the ledger; the figures change by the difference. */
    private void settle(byte[] key, Decoded.Accepted accepted) {
        Identity id = Identities.of(key);
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
        old.ifPresent(event -> preAggregator.subtract(links.counted(id, event), state.asOf));
        accepted.event().ifPresent(event -> preAggregator.add(links.counted(id, event), state.asOf));
        links.replaced(key, old, accepted.event());
    }

    private void requireNotAhead() {
        settings.asOf().requireNotAhead(state.asOf, now(), part.sender(partition));
    }

    private long now() {
        return clock.at(context().currentSystemTimeMs());
    }

    private void stepAsOf() {
        state.asOf = Math.max(state.asOf, settings.asOf().at(now()));
    }

    /** Runs last before a commit. */
    private void finish() {
        sendDeltaBatches();
        keepState();
        report();
        schemas.beforeCommit(state.nextOffset);
    }

    private void sendDeltaBatches() {
        links.send();
        int cells = preAggregator.cells();
        if (cells > 0) {
            requireNotAhead();
            long begin = System.nanoTime();
            preAggregator.sendDeltaBatches(
                    deltaBatches, state.asOf, (target, changes) -> forward(target, changes, part.deltas()));
            listener.onDeltaBatch(part.name(), partition, cells, Duration.ofNanos(System.nanoTime() - begin));
        }
    }

    private void forward(int target, byte[] packed, String node) {
        byte[] key = ByteBuffer.allocate(Integer.BYTES).putInt(target).array();
        context().forward(new Record<>(key, packed, context().currentSystemTimeMs()), node);
    }

    private void keepState() {
        if (fresh) {
            rebuild.keep(progressStore);
            new ConfigFingerprint(settings.fingerprinted()).keep(progressStore);
            lineage.keep(progressStore, List.of(topic));
            fresh = false;
        }
        stateRow.keep(state.toBytes());
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
        return state.toProgress(part.name(), partition);
    }

    @Override
    public void close() {
        listener.onClosed(part.name(), partition);
    }

    private void reject(ConsumerRecord<byte[], byte[]> in, Decoded.Refused refused) {
        String key = in.topic() + ":" + in.partition() + ":" + in.offset();
        Rejected row = new Rejected(
                in.topic(),
                in.partition(),
                in.offset(),
                Instant.ofEpochMilli(AppendTime.of(in)),
                refused.reason().name(),
                refused.field().orElse(null),
                RecordHash.of(in.key(), in.value()),
                settings.rebuild());
        context()
                .forward(
                        new Record<>(
                                key.getBytes(StandardCharsets.UTF_8),
                                rejectedWriter.toBytes(row),
                                context().currentSystemTimeMs()),
                        part.rejectedSink());
    }
}
