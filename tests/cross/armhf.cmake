# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 The octet authors
# Debian's cross compiler for 32-bit Arm, with NEON. -Wno-psabi: GCC 7 changed how some values are
# passed, and the compiler says so at every such call.
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR arm)
set(CMAKE_CXX_COMPILER arm-linux-gnueabihf-g++)
set(CMAKE_CXX_FLAGS_INIT "-mfpu=neon-vfpv4 -mfp16-format=ieee -Wno-psabi")
set(CMAKE_EXE_LINKER_FLAGS_INIT -static)
