// SPDX-License-Identifier: Apache-2.0
package doorstep.api;

import java.util.Map;

/**
 * State of the server as {@code /health} and {@code /ready} tell it.
 *
 * @param status one word or two, such as {@code ready}; not secret
 * @param details figures and reasons, for those who may see everything
 */
public record Probe(boolean good, String status, Map<String, ?> details) {}
