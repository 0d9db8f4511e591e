// SPDX-License-Identifier: Apache-2.0
package doorstep.catalogue;

/** Thrown for a catalogue that is not valid. The message tells its author the file, the key and what to do. */
public final class CatalogueException extends RuntimeException {
    CatalogueException(String message) {
        super(message);
    }
}
