# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 The octet authors
# What the Cortex-M boards share. The board's file sets firmware_cpu first.
set(CMAKE_SYSTEM_NAME Generic)
set(CMAKE_SYSTEM_PROCESSOR arm)
set(CMAKE_CXX_COMPILER arm-none-eabi-g++)
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
set(CMAKE_CXX_FLAGS_INIT "${firmware_cpu} -mthumb --specs=nano.specs")
set(firmware_sources cortex_m.cpp)
set(firmware_flash_start 0x00000000)
set(firmware_ram_start 0x20000000)
