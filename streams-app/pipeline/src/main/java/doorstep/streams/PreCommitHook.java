// SPDX-License-Identifier: Apache-2.0
package doorstep.streams;

import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.internals.InternalProcessorContext;
import org.apache.kafka.streams.processor.internals.ProcessorNode;
import org.apache.kafka.streams.processor.internals.ProcessorRecordContext;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.internals.CacheFlushListener;
import org.apache.kafka.streams.state.internals.CachedStateStore;

/**
 * Runs an action of a processor right before its task commits: whatever the action forwards or stores is part of the
 * transaction. So the processor can collect in the heap what would otherwise need a store of its own; after a crash
 * the records that filled the heap are read again, because their offsets were not committed.
 *
 * <p>Kafka Streams offers no such callback. But it flushes store caches at that moment, so the hook is a store without
 * rows whose cache flush runs the action ({@code PreCommitHookTest} fails if Kafka Streams changes that). Stores that
 * the action writes to must not be cached: their caches may have been flushed already.
 */
public final class PreCommitHook implements StateStore, CachedStateStore<byte[], byte[]> {
    private final String name;
    private boolean open;
    private Runnable action = PreCommitHook::doNothing;

    public PreCommitHook(String name) {
        this.name = name;
    }

    private static void doNothing() {
        // until the processor sets its action
    }

    /** Sets the action. The processor calls this in every {@code init}. */
    public void run(Runnable action, ProcessorContext<?, ?> context) {
        this.action = context instanceof InternalProcessorContext<?, ?> internal ? from(internal, action) : action;
    }

    /**
     * The action forwards from the node that is current now, not from the one that happened to run last before a
     * commit.
     */
    private static Runnable from(InternalProcessorContext<?, ?> context, Runnable action) {
        ProcessorNode<?, ?, ?, ?> node = context.currentNode();
        return () -> {
            ProcessorNode<?, ?, ?, ?> nodeBefore = context.currentNode();
            ProcessorRecordContext recordBefore = context.recordContext();
            context.setCurrentNode(node);
            context.setRecordContext(
                    new ProcessorRecordContext(context.currentSystemTimeMs(), -1, -1, null, new RecordHeaders()));
            try {
                action.run();
            } finally {
                context.setCurrentNode(nodeBefore);
                context.setRecordContext(recordBefore);
            }
        };
    }

    @Override
    public void flushCache() {
        action.run();
    }

    /** Kafka Streams recycles the task's stores into another kind of task (active or standby). */
    @Override
    public void clearCache() {
        action = PreCommitHook::doNothing;
    }

    @Override
    public boolean setFlushListener(CacheFlushListener<byte[], byte[]> listener, boolean sendOldValues) {
        return false; // there are no rows to report
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        context.register(root, (key, value) -> {
            throw new StreamsException("a changelog of " + name + ", which keeps no rows");
        });
        open = true;
    }

    @Override
    public void close() {
        open = false;
    }

    /**
     * True, although nothing is stored. Only if a topology has a persistent store does Kafka Streams remember the
     * process id, and with it the transactional id: a restarted instance then ends the transaction that it left open.
     * Otherwise that transaction would block read_committed consumers until the broker's transaction timeout.
     */
    @Override
    public boolean persistent() {
        return true;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    public static StoreBuilder<PreCommitHook> builder(String name) {
        return new Builder(name);
    }

    private record Builder(String name) implements StoreBuilder<PreCommitHook> {
        @Override
        public PreCommitHook build() {
            return new PreCommitHook(name);
        }

        @Override
        public boolean loggingEnabled() {
            return false;
        }

        @Override
        public Map<String, String> logConfig() {
            return Map.of();
        }

        @Override
        public StoreBuilder<PreCommitHook> withCachingEnabled() {
            return this;
        }

        @Override
        public StoreBuilder<PreCommitHook> withCachingDisabled() {
            return this;
        }

        @Override
        public StoreBuilder<PreCommitHook> withLoggingEnabled(Map<String, String> config) {
            throw new UnsupportedOperationException(name + " keeps no rows");
        }

        @Override
        public StoreBuilder<PreCommitHook> withLoggingDisabled() {
            return this;
        }
    }
}
