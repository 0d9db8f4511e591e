// SPDX-License-Identifier: Apache-2.0
package doorstep.iceberg;

/** The end of a process, simulated: nothing catches it. */
final class Killed extends Error {
    private static final long serialVersionUID = 1;

    Killed(String step) {
        super(step);
    }
}
