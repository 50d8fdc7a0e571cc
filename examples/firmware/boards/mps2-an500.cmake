# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 The octet authors
# Cortex-M7, Arm MPS2 with FPGA image AN500.
set(firmware_cpu "-mcpu=cortex-m7 -mfloat-abi=hard -mfpu=fpv5-sp-d16")
include(${CMAKE_CURRENT_LIST_DIR}/cortex_m.cmake)
set(firmware_flash_size 4M)
set(firmware_ram_size 4M)
set(firmware_qemu qemu-system-arm -machine mps2-an500 -cpu cortex-m7)
