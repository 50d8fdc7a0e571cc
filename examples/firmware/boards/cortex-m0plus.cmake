# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 The octet authors
# Cortex-M0+: only to see how large the program is, QEMU has no such board.
set(firmware_cpu "-mcpu=cortex-m0plus")
include(${CMAKE_CURRENT_LIST_DIR}/cortex_m.cmake)
set(firmware_flash_size 4M)
set(firmware_ram_size 4M)
