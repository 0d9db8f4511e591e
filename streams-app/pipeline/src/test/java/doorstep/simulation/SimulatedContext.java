// SPDX-License-Identifier: Apache-2.0
package doorstep.simulation;

import doorstep.engine.EngineParts;
import java.io.File;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsMetrics;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.Punctuator;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * The processor context of the simulation. Kafka's mock context keeps every forwarded record and reads a configuration
 * each time, which is too slow for millions of restarts.
 *
 * @param <F> type of forwarded keys
 * @param <W> type of forwarded values
 */
public final class SimulatedContext<F, W> implements ProcessorContext<F, W> {
    /** Receives forwarded records. */
    public interface Forwards<F, W> {
        void accept(String child, Record<F, W> record);
    }

    private final TaskId task;
    private final Map<String, StateStore> stores;
    private final LongSupplier clockMs;
    private final Forwards<F, W> forwards;
    private final List<Punctuator> punctuators = new ArrayList<>();
    private Optional<RecordMetadata> metadata = Optional.empty();

    public SimulatedContext(
            TaskId task, Map<String, StateStore> stores, LongSupplier clockMs, Forwards<F, W> forwards) {
        this.task = task;
        this.stores = stores;
        this.clockMs = clockMs;
        this.forwards = forwards;
    }

    /** The wall-clock punctuators in the order in which they were scheduled. */
    List<Punctuator> punctuators() {
        return punctuators;
    }

    void setMetadata(Optional<RecordMetadata> metadata) {
        this.metadata = metadata;
    }

    @Override
    public <K extends F, V extends W> void forward(Record<K, V> record) {
        throw new UnsupportedOperationException("forwarded to no child by name");
    }

    @Override
    public <K extends F, V extends W> void forward(Record<K, V> record, String child) {
        Record<F, W> copy = new Record<>(record.key(), record.value(), record.timestamp(), record.headers());
        forwards.accept(child, copy);
    }

    @Override
    public Cancellable schedule(Duration interval, PunctuationType type, Punctuator punctuator) {
        if (type != PunctuationType.WALL_CLOCK_TIME) {
            throw new UnsupportedOperationException("stream time depends on the order of records");
        }
        punctuators.add(punctuator);
        return () -> punctuators.remove(punctuator);
    }

    @Override
    public Cancellable schedule(Instant start, Duration interval, PunctuationType type, Punctuator punctuator) {
        return schedule(interval, type, punctuator);
    }

    @Override
    @SuppressWarnings("unchecked") // the caller knows the type
    public <S extends StateStore> S getStateStore(String name) {
        StateStore store = stores.get(name);
        if (store == null) {
            throw new IllegalArgumentException("no store " + name + "; there are " + stores.keySet());
        }
        return (S) store;
    }

    @Override
    public String applicationId() {
        return EngineParts.APPLICATION;
    }

    @Override
    public TaskId taskId() {
        return task;
    }

    @Override
    public Optional<RecordMetadata> recordMetadata() {
        return metadata;
    }

    @Override
    public long currentSystemTimeMs() {
        return clockMs.getAsLong();
    }

    @Override
    public long currentStreamTimeMs() {
        throw new UnsupportedOperationException("stream time depends on the order of records");
    }

    @Override
    public void commit() {
        // Only a request; the simulation decides when to commit.
    }

    @Override
    public Serde<?> keySerde() {
        return Serdes.ByteArray();
    }

    @Override
    public Serde<?> valueSerde() {
        return Serdes.ByteArray();
    }

    @Override
    public File stateDir() {
        throw new UnsupportedOperationException();
    }

    @Override
    public StreamsMetrics metrics() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Map<String, Object> appConfigs() {
        return Map.of();
    }

    @Override
    public Map<String, Object> appConfigsWithPrefix(String prefix) {
        return Map.of();
    }
}
