// SPDX-License-Identifier: Apache-2.0
/**
 * Tests of what is deployed: the image, the compose files, the manifests and the rights, most of them on a container
 * engine; without one those are skipped.
 */
package doorstep.containers;
