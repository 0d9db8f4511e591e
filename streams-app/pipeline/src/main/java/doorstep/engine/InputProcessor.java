// SPDX-License-Identifier: Apache-2.0
package doorstep.engine;

import doorstep.avro.Progress;
import doorstep.clock.EngineClock;
import doorstep.decode.Decoded;
import doorstep.decode.Decoder;
import doorstep.decode.Decoders;
import doorstep.integrity.ContinuityCheck;
import doorstep.integrity.InternalPositions;
import doorstep.integrity.LogInspector;
import doorstep.integrity.RefusedException;
import doorstep.streams.AppendTime;
import doorstep.streams.PollBatch;
import doorstep.streams.PreCommitHook;
import doorstep.wire.PartitionSchemas;
import doorstep.wire.SchemaLookups;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
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
final class InputProcessor extends ContextualProcessor<byte[], byte[], byte[], byte[]> {
    private final InputPipeline part;
    private final String topic;
    private final EngineSettings configured;
    private final SchemaLookups lookups;
    private final LogInspector logs;
    private final EngineListener listener;
    private final EngineClock clock;

    private TaskLifecycle task;
    private EngineSettings settings; // those in force, see EngineSettings.inForce
    private InputPosition position;
    private InternalPositions linksPositions;
    private PartitionSchemas schemas;
    private Decoder<?> decoder;
    private RejectedRows rejectedRows;
    private ProgressReporter reporter;
    private ContributionUpdater contributions;
    private WorklistSender worklist;
    private InputCounters counters;
    private long asOf; // minutes since the epoch, UTC

    InputProcessor(
            InputPipeline part,
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
    public void init(ProcessorContext<byte[], byte[]> context) {
        super.init(context);
        clock.onTaskStart();
        task = new TaskLifecycle(context, taskNames(), configured, logs);
        settings = task.settings();
        InputState state =
                task.restore().map(InputState::fromBytes).orElseGet(() -> InputState.empty(settings.partitions()));
        requireLedgerOf(state.counts().current());
        startAsOf(state.asOf());
        startReading(state);
        startDecoding();
        reporter = new ProgressReporter(context, taskNames(), settings.topics(), lookups, listener);
        counters = new InputCounters(state.counts());
        contributions = new ContributionUpdater(context, part, task, state, counters);
        worklist = new WorklistSender(context, part.worklistSink(), settings.topics(), lookups, listener, state.open());
        context.<PreCommitHook>getStateStore(part.beforeCommit()).run(this::finish, context);
        context.schedule(
                settings.emit().interval(), PunctuationType.WALL_CLOCK_TIME, now -> reporter.onRound(progress()));
        reporter.onStarted(progress(), settings.zone());
    }

    private TaskNames taskNames() {
        return part.taskNames(configured.topics());
    }

    private int partition() {
        return context().taskId().partition();
    }

    private void requireLedgerOf(long ids) {
        long rows = context()
                .<KeyValueStore<Bytes, byte[]>>getStateStore(part.ledgerStore())
                .approximateNumEntries(); // exact
        if (rows != ids) {
            throw new RefusedException("HISTORY_MISSING: " + task.name() + " has accepted " + ids
                    + " ids, but store " + part.ledgerStore() + " holds " + rows
                    + ". Figures would be wrong; run `doorstep rebuild` to count again from the input topics.");
        }
    }

    private void startAsOf(long reached) {
        asOf = reached;
        settings.asOf().requireNotBefore(asOf, task.name());
        requireNotAhead();
    }

    private void startReading(InputState state) {
        List<String> linksTopics = part.linksFrom(context().applicationId());
        ContinuityCheck continuity = ContinuityCheck.ofInput(logs, task.name(), topic, partition());
        task.requireUnreadIfFresh(List.of(topic));
        task.requireUnreadIfFresh(linksTopics);
        position = new InputPosition(continuity, state, task.isFresh());
        linksPositions = new InternalPositions(state.linksRead(), linksTopics, logs, task.name(), partition());
    }

    private void startDecoding() {
        schemas = new PartitionSchemas(lookups, new TopicPartition(topic, partition()), position.next());
        decoder = Decoders.of(part.topic(), schemas, settings.limits());
        rejectedRows = new RejectedRows(settings.topics(), settings.rebuild(), lookups);
    }

    @Override
    public void process(Record<byte[], byte[]> in) {
        task.onPollBatch();
        clock.onAppendTime(in.timestamp());
        stepAsOf();
        RecordMetadata metadata = context().recordMetadata().orElseThrow();
        boolean ofEvents = metadata.topic().equals(topic);
        PollBatch batch = PollBatch.of(in, metadata);
        List<ConsumerRecord<byte[], byte[]>> records = batch.records();
        if (ofEvents) {
            position.receive(records);
            schemas.begin(records, batch.end());
        } else {
            linksPositions.receive(records);
        }
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (ofEvents) {
                processEvent(record);
            } else {
                contributions.takeLinks(record.value(), asOf);
            }
            if (contributions.cells() >= settings.preAggregationMaxCells()) {
                sendDeltaBatches();
            }
        }
        if (ofEvents) {
            position.onEnd(records);
        }
        if (lookups.shouldCommit()) {
            context().commit();
        }
    }

    private void processEvent(ConsumerRecord<byte[], byte[]> in) {
        if (position.isPast(in)) {
            return;
        }
        Decoded parsed = decoder.parse(in.key(), in.value(), in.partition(), AppendTime.of(in));
        if (parsed instanceof Decoded.Accepted accepted) {
            contributions.settle(in.key(), accepted, asOf);
        } else if (parsed instanceof Decoded.Refused refused) {
            counters.onRejected();
            reject(in, refused);
        } else {
            throw new AssertionError(parsed);
        }
        counters.onReceived();
        position.onCounted(in);
    }

    private void reject(ConsumerRecord<byte[], byte[]> in, Decoded.Refused refused) {
        context().forward(rejectedRows.of(in, refused, context().currentSystemTimeMs()), part.rejectedSink());
    }

    private void requireNotAhead() {
        settings.asOf().requireNotAhead(asOf, now(), task.name());
    }

    private long now() {
        return clock.at(context().currentSystemTimeMs());
    }

    private void stepAsOf() {
        asOf = Math.max(asOf, settings.asOf().at(now()));
    }

    /** Runs last before a commit. */
    private void finish() {
        sendDeltaBatches();
        worklist.send(contributions.worklist());
        InputState state = state();
        task.keep(state.toBytes());
        reporter.beforeCommit(state.toProgress(part.name(), partition()));
        schemas.beforeCommit(position.next());
    }

    private void sendDeltaBatches() {
        contributions.sendLinks();
        int cells = contributions.cells();
        if (cells > 0) {
            requireNotAhead();
            long begin = System.nanoTime();
            contributions.sendDeltaBatches(asOf);
            listener.onDeltaBatch(part.name(), partition(), cells, Duration.ofNanos(System.nanoTime() - begin));
        }
    }

    private InputState state() {
        return new InputState(
                position.read(),
                position.beginsAt(),
                counters.counts(),
                asOf,
                contributions.deltaBatchesSent(),
                contributions.linksSent(),
                contributions.linksTaken(),
                linksPositions.read(),
                worklist.open());
    }

    private Progress progress() {
        return state().toProgress(part.name(), partition());
    }

    @Override
    public void close() {
        reporter.onClosed();
    }
}
