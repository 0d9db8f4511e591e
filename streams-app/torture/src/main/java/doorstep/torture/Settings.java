package doorstep.torture;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * What a run does.
 *
 * @param events to be sent under load, at least
 * @param rate events a second
 * @param idsBefore ids in the state before the first fault
 * @param round faults between two comparisons
 * @param instances that run all the time
 * @param kinds of faults
 * @param set settings of the instances, over those of the run
 * @param data a directory of its own, empty or absent
 */
record Settings(
        int faults,
        long events,
        double rate,
        int idsBefore,
        int round,
        int instances,
        int partitions,
        long seed,
        Set<Fault> kinds,
        Map<String, String> set,
        Path data) {}
