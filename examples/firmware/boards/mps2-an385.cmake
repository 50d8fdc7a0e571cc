# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 The octet authors
# Cortex-M3, Arm MPS2 with FPGA image AN385.
set(firmware_cpu "-mcpu=cortex-m3")
include(${CMAKE_CURRENT_LIST_DIR}/cortex_m.cmake)
set(firmware_flash_size 4M)
set(firmware_ram_size 4M)
set(firmware_qemu qemu-system-arm -machine mps2-an385 -cpu cortex-m3)
