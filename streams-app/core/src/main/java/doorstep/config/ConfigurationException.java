// SPDX-License-Identifier: Apache-2.0
package doorstep.config;

import java.util.List;

/**
 * Thrown when the settings that a person gave are not usable. The message names each wrong one, where it was set, and
 * what would be valid.
 */
public final class ConfigurationException extends RuntimeException {
    public ConfigurationException(String message) {
        super(message);
    }

    ConfigurationException(List<String> faults) {
        super(String.join(System.lineSeparator(), faults));
    }
}
