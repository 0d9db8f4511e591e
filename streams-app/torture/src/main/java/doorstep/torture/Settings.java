// SPDX-License-Identifier: Apache-2.0
package doorstep.torture;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * Settings of a run.
 *
 * @param data a directory for this run, empty or absent
 */
record Settings(long seed, Faults faults, Traffic traffic, Instances instances, Path data) {

    /** @param round number of faults between two comparisons */
    record Faults(int count, int round, Set<Fault> kinds) {}

    /**
     * What is sent.
     *
     * @param events minimum number of events to send under load
     * @param rate events a second
     * @param idsBefore ids in the state before the first fault
     */
    record Traffic(long events, double rate, int idsBefore) {}

    /**
     * The instances and the topics that they read.
     *
     * @param count of instances that run all the time
     * @param set settings of the instances; they override those of the run
     */
    record Instances(int count, int partitions, Map<String, String> set) {}
}
