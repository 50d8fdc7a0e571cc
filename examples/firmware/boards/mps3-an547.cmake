# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 The octet authors
# Cortex-M55, Arm MPS3 with FPGA image AN547.
set(firmware_cpu "-mcpu=cortex-m55 -mfloat-abi=hard")
include(${CMAKE_CURRENT_LIST_DIR}/cortex_m.cmake)
set(firmware_flash_size 512K)
set(firmware_ram_size 512K)
set(firmware_qemu qemu-system-arm -machine mps3-an547 -cpu cortex-m55)
