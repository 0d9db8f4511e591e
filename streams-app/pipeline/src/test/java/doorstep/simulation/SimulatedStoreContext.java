// SPDX-License-Identifier: Apache-2.0
package doorstep.simulation;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.streams.processor.StateRestoreCallback;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.internals.InternalProcessorContext;
import org.apache.kafka.streams.processor.internals.metrics.StreamsMetricsImpl;

/**
 * The state store context of the simulation: a store is restored as soon as it registers, and its writes go to its
 * changelog.
 */
public final class SimulatedStoreContext implements InvocationHandler {
    private static final StreamsMetricsImpl METRICS = new StreamsMetricsImpl(new Metrics(), "simulation", Time.SYSTEM);

    private final TaskId task;
    private final Map<String, SimulatedChangelog> changelogs;
    private final LongSupplier clockMs;
    private final Runnable meanwhile;

    private SimulatedStoreContext(
            TaskId task, Map<String, SimulatedChangelog> changelogs, LongSupplier clockMs, Runnable meanwhile) {
        this.task = task;
        this.changelogs = changelogs;
        this.clockMs = clockMs;
        this.meanwhile = meanwhile;
    }

    /**
     * @param changelogs by store
     * @param meanwhile runs between any two records of a restore
     */
    public static StateStoreContext of(
            TaskId task, Map<String, SimulatedChangelog> changelogs, LongSupplier clockMs, Runnable meanwhile) {
        return (StateStoreContext) Proxy.newProxyInstance(
                SimulatedStoreContext.class.getClassLoader(),
                new Class<?>[] {InternalProcessorContext.class},
                new SimulatedStoreContext(task, changelogs, clockMs, meanwhile));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) {
        return switch (method.getName()) {
            case "register" -> {
                restore((StateStore) arguments[0], (StateRestoreCallback) arguments[1]);
                yield null;
            }
            case "logChange" -> {
                changelogs.get((String) arguments[0]).append((Bytes) arguments[1], (byte[]) arguments[2]);
                yield null;
            }
            case "taskId" -> task;
            case "currentSystemTimeMs" -> clockMs.getAsLong();
            case "metrics" -> METRICS;
            default -> throw new UnsupportedOperationException(method.toString());
        };
    }

    private void restore(StateStore store, StateRestoreCallback callback) {
        changelogs.get(store.name()).restore(callback::restore, meanwhile);
    }
}
