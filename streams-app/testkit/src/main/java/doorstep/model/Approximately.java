// SPDX-License-Identifier: Apache-2.0
package doorstep.model;

/** A number from which a row may differ by 1 %. */
public record Approximately(long exact) {
    public boolean matches(Object number) {
        return number instanceof Long other && 100 * Math.abs(other - exact) <= exact;
    }
}
