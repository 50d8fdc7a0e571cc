# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 The octet authors
# Debian's emscripten, for node, with node's files. Its standard library is older than C++20's last
# features, and newer versions of node would fetch the program instead of reading it.
set(CMAKE_SYSTEM_NAME Generic)
set(CMAKE_SYSTEM_PROCESSOR wasm32)
set(CMAKE_CXX_COMPILER em++)
set(CMAKE_CXX_COMPILER_WORKS ON)
set(CMAKE_CXX_FLAGS_INIT "-msimd128 -include ${CMAKE_CURRENT_LIST_DIR}/bit_cast.hpp")
set(CMAKE_EXE_LINKER_FLAGS_INIT 
    "-sALLOW_MEMORY_GROWTH -sNODERAWFS -sWASM_ASYNC_COMPILATION=0")
set(CMAKE_EXECUTABLE_SUFFIX_CXX .js)
