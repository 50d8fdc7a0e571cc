# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 The octet authors
# Cortex-M4, Arm MPS2 with FPGA image AN386.
set(firmware_cpu "-mcpu=cortex-m4 -mfloat-abi=hard -mfpu=fpv4-sp-d16")
include(${CMAKE_CURRENT_LIST_DIR}/cortex_m.cmake)
set(firmware_flash_size 4M)
set(firmware_ram_size 4M)
set(firmware_qemu qemu-system-arm -machine mps2-an386 -cpu cortex-m4)
