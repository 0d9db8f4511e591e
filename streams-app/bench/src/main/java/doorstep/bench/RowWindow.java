// SPDX-License-Identifier: Apache-2.0
package doorstep.bench;

import doorstep.tally.WindowKind;

/** @param start first local date as days since 1970-01-01; 0 unless {@code kind} is a calendar window */
public record RowWindow(WindowKind kind, long start) {}
