// SPDX-License-Identifier: Apache-2.0
package doorstep.engine;

import doorstep.integrity.ConfigFingerprint;
import doorstep.integrity.LogInspector;
import doorstep.integrity.RebuildNumber;
import doorstep.integrity.RefusedException;
import doorstep.integrity.StateLineage;
import java.util.Collection;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What the tasks of inputs and windows have in common, from start to commit: checks that the state fits this instance,
 * restores it, asks for the first commit, and keeps the state before each commit. One object for each start of a task.
 */
final class TaskLifecycle {
    private final ProcessorContext<byte[], byte[]> context;
    private final TaskNames names;
    private final String name;
    private final KeyValueStore<Bytes, byte[]> store;
    private final RebuildNumber rebuild;
    private final EngineSettings settings;
    private final StateRow stateRow;
    private final StateLineage lineage;
    private boolean fresh;
    private boolean underWay;

    /**
     * Checks that the state was counted since the same rebuild, and under the same settings.
     *
     * @param configured settings of this instance
     * @throws RefusedException OTHER_REBUILD, CHANGED_MEANING
     */
    TaskLifecycle(
            ProcessorContext<byte[], byte[]> context, TaskNames names, EngineSettings configured, LogInspector logs) {
        this.context = context;
        this.names = names;
        int partition = context.taskId().partition();
        name = names.task(partition);
        store = context.getStateStore(names.progressStore());
        rebuild = new RebuildNumber(configured.rebuild(), name);
        rebuild.requireCurrent(logs);
        rebuild.requireSame(store);
        settings = configured.inForce(store, name);
        stateRow = new StateRow(context, name, names.progressStore(), names.stores());
        fresh = stateRow.isMissing();
        lineage = new StateLineage(
                logs, name, partition, InternalNames.changelogs(context.applicationId(), names.stores()));
    }

    /** The task, as messages name it. */
    String name() {
        return name;
    }

    /** The settings in force, see {@link EngineSettings#inForce}. */
    EngineSettings settings() {
        return settings;
    }

    /** Whether no commit has left a state yet. */
    boolean isFresh() {
        return fresh;
    }

    /**
     * The state that the last commit left, if there was one.
     *
     * @throws RefusedException HISTORY_MISSING if topics or ends of changelogs are not those of the state; OLD_STATE
     */
    Optional<byte[]> restore() {
        lineage.requireWhole(store, names.sources());
        return stateRow.read();
    }

    /**
     * Checks that nothing was read from the topics if there is no state.
     *
     * @throws RefusedException HISTORY_MISSING
     */
    void requireUnreadIfFresh(Collection<String> topics) {
        if (fresh) {
            topics.forEach(topic -> lineage.requireUnread(topic, names.progressStore()));
        }
    }

    /** Called with each poll batch. The first one asks for a commit, so that figures appear at once after a start. */
    void onPollBatch() {
        if (!underWay) {
            underWay = true;
            context.commit();
        }
    }

    /** Called before each commit, after everything else that writes to a store. */
    void keep(byte[] state) {
        if (fresh) {
            rebuild.keep(store);
            new ConfigFingerprint(settings.fingerprinted()).keep(store);
            lineage.keep(store, names.sources());
            fresh = false;
        }
        stateRow.keep(state);
    }
}
