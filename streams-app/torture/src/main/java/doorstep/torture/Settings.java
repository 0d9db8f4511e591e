package doorstep.torture;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * Settings of a run.
 *
 * @param events minimum number of events to send under load
 * @param rate events a second
 * @param idsBefore ids in the state before the first fault
 * @param round number of faults between two comparisons
 * @param instances number of instances that run all the time
 * @param kinds of faults
 * @param set settings of the instances; they override those of the run
 * @param data a directory for this run, empty or absent
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
