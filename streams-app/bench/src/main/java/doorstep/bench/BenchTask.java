// SPDX-License-Identifier: Apache-2.0
package doorstep.bench;

/** A program that is measured in a process of its own. It has a constructor without arguments. */
public interface BenchTask {
    /** Returns when every event of the job is counted and committed. */
    Measured run(Job job) throws Exception;
}
