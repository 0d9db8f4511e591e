// SPDX-License-Identifier: Apache-2.0
package doorstep.ingest;

/**
 * A location in a mapping, for messages.
 *
 * @param file name of the file for people
 * @param line from 1
 * @param key path of keys such as {@code events[0].fields.unit}; empty for the whole file
 */
record MappingLocation(String file, int line, String key) {
    MappingLocation at(int line, String name) {
        return new MappingLocation(file, line, key.isEmpty() ? name : key + "." + name);
    }

    MappingLocation at(int line, int index) {
        return new MappingLocation(file, line, key + "[" + index + "]");
    }

    MappingException error(String what) {
        return new MappingException(file + ", line " + line + ": " + (key.isEmpty() ? "" : key + ": ") + what);
    }
}
