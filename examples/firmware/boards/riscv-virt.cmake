# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 The octet authors
# RV32IMAC, QEMU's board virt.
set(CMAKE_SYSTEM_NAME Generic)
set(CMAKE_SYSTEM_PROCESSOR riscv32)
set(CMAKE_CXX_COMPILER riscv64-unknown-elf-g++)
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
set(CMAKE_CXX_FLAGS_INIT "-march=rv32imac -misa-spec=2.2 -mabi=ilp32 --specs=picolibc.specs")

# Debian's compiler comes without the C++ library. Of that only headers are needed, which are the same
# for every 32-bit target without an operating system: those of arm-none-eabi-g++ serve.
execute_process(COMMAND ${CMAKE_CXX_COMPILER} -E -x c++ -include array /dev/null
                RESULT_VARIABLE firmware_lacks_library OUTPUT_QUIET ERROR_QUIET)
if(firmware_lacks_library)
  execute_process(COMMAND arm-none-eabi-g++ -mcpu=cortex-m3 -mthumb -E -v -x c++ /dev/null
                  OUTPUT_QUIET ERROR_VARIABLE firmware_paths)
  string(REGEX MATCHALL "\n /[^\n]*/c[+][+]/[^\n]*" firmware_paths "${firmware_paths}")
  foreach(path IN LISTS firmware_paths)
    string(STRIP "${path}" path)
    string(APPEND CMAKE_CXX_FLAGS_INIT " -isystem ${path}")
  endforeach()
endif()

set(firmware_sources riscv.cpp)
set(firmware_flash_start 0x80000000)
set(firmware_flash_size 4M)
set(firmware_ram_start 0x80400000)
set(firmware_ram_size 4M)
set(firmware_qemu qemu-system-riscv32 -machine virt -bios none)
