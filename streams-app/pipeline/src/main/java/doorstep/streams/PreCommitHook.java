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
 * The last moment before a task commits: whatever a processor forwards or stores in it is part of that transaction. So
 * it may gather in the heap what would otherwise need a store of its own; a crash loses the heap and the records that
 * filled it alike.
 *
 * <p>Kafka Streams has no such call. It does flush the caches of stores then, so this is a store without rows that has
 * one; the only place that uses what is internal to Kafka Streams ({@code PreCommitHookTest} fails if that changes).
 * Stores that are written here must not be cached: their caches may have been flushed already.
 */
public final class PreCommitHook implements StateStore, CachedStateStore<byte[], byte[]> {
    private final String name;
    private boolean open;
    private Runnable action = PreCommitHook::doNothing;

    public PreCommitHook(String name) {
        this.name = name;
    }

    private static void doNothing() {
        // until the processor says what
    }

    /** To be called by {@code init} of the processor that the action belongs to, each time. */
    public void run(Runnable action, ProcessorContext<?, ?> context) {
        this.action = context instanceof InternalProcessorContext<?, ?> internal ? from(internal, action) : action;
    }

    /** What is forwarded comes from the node of now, not from the one that happened to run last. */
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

    /** The task hands its stores to another kind of task. */
    @Override
    public void clearCache() {
        action = PreCommitHook::doNothing;
    }

    @Override
    public boolean setFlushListener(CacheFlushListener<byte[], byte[]> listener, boolean sendOldValues) {
        return false; // there are no rows to tell of
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
     * Nothing of it is kept. But only with some store that is kept does Kafka Streams remember the name of the process,
     * and with it that of its transactions: an instance that comes back then ends the transaction that it left open.
     * Without, others could read nothing behind it until the broker's time for transactions is over.
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
