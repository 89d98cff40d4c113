cmake_minimum_required(VERSION 3.25)
# Fails when a source file is not formatted as .clang-format says.
file(GLOB_RECURSE sources ${SOURCE_DIR}/core/*.h ${SOURCE_DIR}/core/*.cpp ${SOURCE_DIR}/ui/*.h ${SOURCE_DIR}/ui/*.cpp
     ${SOURCE_DIR}/app/*.h ${SOURCE_DIR}/app/*.cpp ${SOURCE_DIR}/tests/*.h ${SOURCE_DIR}/tests/*.cpp)
execute_process(COMMAND ${CLANG_FORMAT} --dry-run --Werror ${sources} RESULT_VARIABLE result ERROR_VARIABLE output OUTPUT_QUIET)
if(NOT result EQUAL 0)
  string(SUBSTRING "${output}" 0 4000 output)
  message(FATAL_ERROR "${output}\nclang-format -i mends it")
endif()
